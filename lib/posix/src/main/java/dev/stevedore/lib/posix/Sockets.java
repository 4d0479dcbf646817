package dev.stevedore.lib.posix;

/** Sockets: unix(7) and, for a daemon elsewhere, tcp(7) over IPv4. All close-on-exec. */
public final class Sockets {
  private static final int AF_UNIX = 1;
  private static final int AF_INET = 2;
  private static final int STREAM = 1;
  private static final int DATAGRAM = 2;
  private static final int PACKETS = 5;
  private static final int CLOEXEC = 0x80000;
  private static final int SHUT_WR = 1;
  private static final int PATH_LIMIT = 108;

  private Sockets() {}

  /**
   * Connects to a unix socket.
   *
   * @param path at most 107 bytes; one that starts with {@code @} is in the abstract namespace
   */
  public static Fd connect(String path) {
    byte[] address = address(path);
    return connect(create(AF_UNIX), address, path);
  }

  /**
   * Connects by TCP.
   *
   * @param ipv4 four bytes, most significant first
   */
  public static Fd connect(byte[] ipv4, int port) {
    byte[] address = new byte[16];
    Struct.putShort(address, 0, AF_INET);
    address[2] = (byte) (port >> 8);
    address[3] = (byte) port;
    System.arraycopy(ipv4, 0, address, 4, 4);
    String name =
        (ipv4[0] & 0xff)
            + "."
            + (ipv4[1] & 0xff)
            + "."
            + (ipv4[2] & 0xff)
            + "."
            + (ipv4[3] & 0xff)
            + ":"
            + port;
    return connect(create(AF_INET), address, name);
  }

  /**
   * Connects to a unix socket without ever waiting; the connection does not block either.
   *
   * @throws PosixException with EAGAIN when the listener's queue is full
   */
  public static Fd connectNonBlocking(String path) {
    byte[] address = address(path);
    Fd socket = create(AF_UNIX);
    try {
      socket.setNonBlocking(true);
    } catch (PosixException e) {
      socket.close();
      throw e;
    }
    return connect(socket, address, path);
  }

  /** A unix socket that sends datagrams to a path, which may be in the abstract namespace. */
  public static Fd connectDatagram(String path) {
    return connect(create(AF_UNIX, DATAGRAM), address(path), path);
  }

  /** A unix socket that gets datagrams; its path must be free. */
  public static Fd bindDatagram(String path) {
    byte[] address = address(path);
    Fd socket = create(AF_UNIX, DATAGRAM);
    try {
      bind(socket, address, path);
      return socket;
    } catch (PosixException e) {
      socket.close();
      throw e;
    }
  }

  /** Listens on a unix socket; its path must be free. */
  public static Fd listen(String path, int backlog) {
    byte[] address = address(path);
    Fd socket = create(AF_UNIX);
    try {
      bind(socket, address, path);
      Syscall.check(Syscall.invoke(Syscall.LISTEN, socket.number(), backlog), "listen", path);
      return socket;
    } catch (PosixException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * accept4(2).
   *
   * @return the connection, or one numbered {@link Fd#WOULD_BLOCK} if none waits at a non-blocking
   *     listener
   */
  public static Fd accept(Fd listener) {
    while (true) {
      long fd = Syscall.invoke(Syscall.ACCEPT4, listener.number(), 0, 0, CLOEXEC);
      if (fd == -Errno.EAGAIN.code()) {
        return new Fd(Fd.WOULD_BLOCK);
      }
      if (fd != -Errno.EINTR.code()) {
        return new Fd((int) Syscall.check(fd, "accept", listener.procPath()));
      }
    }
  }

  /** socketpair(2), as the two ends of a pipe that goes both ways. */
  public static Pipe pair() {
    return pair(STREAM);
  }

  /** The same, where each write is one read (SOCK_SEQPACKET). */
  public static Pipe packetPair() {
    return pair(PACKETS);
  }

  private static Pipe pair(int type) {
    byte[] ends = new byte[8];
    Syscall.check(
        Syscall.invoke(Syscall.SOCKETPAIR, AF_UNIX, type | CLOEXEC, 0, Syscall.at(ends)),
        "socketpair",
        "");
    return new Pipe(new Fd(Struct.getInt(ends, 0)), new Fd(Struct.getInt(ends, 4)));
  }

  /** Shuts the writing half: the other end reads an end of file. */
  public static void shutdownOutput(Fd socket) {
    long result = Syscall.invoke(Syscall.SHUTDOWN, socket.number(), SHUT_WR);
    int notConnected = 107;
    if (result != -notConnected) {
      Syscall.check(result, "shutdown", socket.procPath());
    }
  }

  private static void bind(Fd socket, byte[] address, String path) {
    Syscall.check(
        Syscall.invoke(Syscall.BIND, socket.number(), Syscall.at(address), address.length),
        "bind",
        path);
  }

  private static Fd create(int family) {
    return create(family, STREAM);
  }

  private static Fd create(int family, int type) {
    long fd = Syscall.invoke(Syscall.SOCKET, family, type | CLOEXEC, 0);
    return new Fd((int) Syscall.check(fd, "socket", ""));
  }

  private static Fd connect(Fd socket, byte[] address, String name) {
    while (true) {
      long result =
          Syscall.invoke(Syscall.CONNECT, socket.number(), Syscall.at(address), address.length);
      if (result >= 0) {
        return socket;
      }
      if (result != -Errno.EINTR.code()) {
        socket.close();
        Syscall.check(result, "connect", name);
      }
    }
  }

  private static byte[] address(String path) {
    byte[] name = Utf8.encode(path);
    if (name.length >= PATH_LIMIT) {
      throw new PosixException("bind", path, new Errno(36));
    }
    boolean isAbstract = path.startsWith("@");
    byte[] address = new byte[2 + name.length + (isAbstract ? 0 : 1)];
    Struct.putShort(address, 0, AF_UNIX);
    System.arraycopy(name, 0, address, 2, name.length);
    if (isAbstract) {
      address[2] = 0;
    }
    return address;
  }
}
