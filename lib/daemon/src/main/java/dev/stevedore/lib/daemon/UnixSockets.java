package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** Unix sockets to listen on: what a dead daemon left is removed, what a live one uses is not. */
public final class UnixSockets {
  private UnixSockets() {}

  /**
   * Binds a socket.
   *
   * @param path the socket's file; its directory is made if it is not there
   * @param permissions as in {@code rw-rw----}
   * @param group the number of the group that may use it; empty to leave our own
   * @throws IOException if somebody listens there, or the file is no socket
   */
  public static ServerSocketChannel listen(Path path, String permissions, Optional<Integer> group)
      throws IOException {
    Files.createDirectories(path.toAbsolutePath().getParent());
    removeStale(path);
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(path));
      if (group.isPresent()) {
        Files.setAttribute(path, "unix:gid", group.get());
      }
      Files.getFileAttributeView(path, PosixFileAttributeView.class)
          .setPermissions(PosixFilePermissions.fromString(permissions));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  /**
   * Removes a socket that nobody listens on.
   *
   * @throws IOException if somebody does, or the file is no socket
   */
  public static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    int type = (int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 0170000;
    if (type != 0140000) {
      throw new FileSystemException(path.toString(), null, "is in the way: it is no socket");
    }
    if (isListening(path)) {
      throw new FileSystemException(path.toString(), null, "address already in use");
    }
    Files.deleteIfExists(path);
  }

  /** Returns whether a connection to the socket is accepted. */
  public static boolean isListening(Path path) {
    try (SocketChannel probe = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
      return probe.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
