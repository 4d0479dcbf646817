package dev.stevedore.lib.posix;

/** The loopback interface of this process's network namespace: netdevice(7). */
public final class Loopback {
  private static final int AF_INET = 2;
  private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
  private static final int SIOCSIFFLAGS = 0x8914;
  private static final int IFF_UP = 1;
  private static final int FLAGS_OFFSET = 16;

  private Loopback() {}

  /** Brings {@code lo} up; the kernel gives it its addresses. */
  public static void bringUp() {
    long socket = Syscall.invoke(Syscall.SOCKET, AF_INET, SOCK_DGRAM_CLOEXEC, 0);
    try (Fd fd = new Fd((int) Syscall.check(socket, "socket", ""))) {
      byte[] request = new byte[40];
      request[0] = 'l';
      request[1] = 'o';
      Struct.putShort(request, FLAGS_OFFSET, IFF_UP);
      Syscall.check(
          Syscall.invoke(Syscall.IOCTL, fd.number(), SIOCSIFFLAGS, Syscall.at(request)),
          "ioctl",
          "SIOCSIFFLAGS lo");
    }
  }
}
