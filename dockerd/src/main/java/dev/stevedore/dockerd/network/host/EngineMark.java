package dev.stevedore.dockerd.network.host;

import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Sockets;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Shows other engines of ours in this network namespace that this one is there, and them to it: a
 * socket with an abstract name, which the kernel takes away with the process, however it ends.
 *
 * <p>Who changes something that all of them share looks for others afterwards: one that came in
 * between has put up its mark before it looked.
 */
public final class EngineMark implements AutoCloseable {
  private static final int AF_UNIX = 1;
  private static final String PREFIX = "stevedore/engine/";

  /** All sockets of the namespace that the reading thread is in. */
  private static final Path SOCKETS = Path.of("/proc/thread-self/net/unix");

  private final HostNetwork host;
  private final String name = PREFIX + UUID.randomUUID();
  private final Fd socket;

  /** Puts up the mark. */
  public EngineMark(HostNetwork host) throws IOException {
    this.host = host;
    this.socket = host.call(() -> Sockets.open(AF_UNIX, Sockets.SOCK_DGRAM, 0));
    Sockets.bind(socket, address(), name);
  }

  /** struct sockaddr_un: the family, and a name that begins with NUL. */
  private byte[] address() {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    byte[] address = new byte[text.length + 3];
    address[0] = AF_UNIX;
    System.arraycopy(text, 0, address, 3, text.length);
    return address;
  }

  /** Whether there are others. */
  public boolean hasOthers() throws IOException {
    return host.call(
        () -> {
          try (Stream<String> lines = Files.lines(SOCKETS, StandardCharsets.ISO_8859_1)) {
            return lines.anyMatch(line -> line.contains(" @" + PREFIX) && !line.endsWith(name));
          }
        });
  }

  @Override
  public void close() {
    socket.close();
  }
}
