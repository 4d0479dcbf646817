package dev.stevedore.lib.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;

/** Datagrams on unix sockets, unix(7), which the JDK does not have. */
public final class UnixDatagram {
  private static final int AF_UNIX = 1;
  private static final int SOCK_DGRAM = 2;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  /** {@code sun_path} in {@code struct sockaddr_un}. */
  private static final int MAX_PATH = 108;

  private UnixDatagram() {}

  /**
   * Sends one message.
   *
   * @param address a path, or a name in the abstract namespace if it begins with {@code @}
   */
  public static void send(String address, String message) throws LinuxException {
    byte[] path = address.getBytes(StandardCharsets.UTF_8);
    if (path.length >= MAX_PATH) {
      throw new LinuxException("connect", address, Errno.ENAMETOOLONG);
    }
    if (path[0] == '@') {
      path[0] = 0;
    }
    try (Call call = new Call("send", address);
        Fd socket = new Fd((int) call.make(Sys.SOCKET, AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0))) {
      MemorySegment name = call.block(2 + MAX_PATH);
      name.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
      MemorySegment.copy(path, 0, name, ValueLayout.JAVA_BYTE, 2, path.length);
      byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
      MemorySegment content = call.block(bytes.length);
      MemorySegment.copy(bytes, 0, content, ValueLayout.JAVA_BYTE, 0, bytes.length);
      call.make(
          Sys.SENDTO,
          socket.number(),
          content.address(),
          bytes.length,
          MSG_NOSIGNAL,
          name.address(),
          2L + path.length);
    }
  }
}
