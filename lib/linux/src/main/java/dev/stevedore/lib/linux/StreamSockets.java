package dev.stevedore.lib.linux;

import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Connections between sockets that nobody waits for: what cannot be done now is said so. */
public final class StreamSockets {
  private static final int SOCK_NONBLOCK_CLOEXEC = 0x80800;
  private static final int F_SETFL = 4;
  private static final int O_RDWR_NONBLOCK = 0x802;
  private static final int BACKLOG = 4096;
  private static final int SHUT_WR = 1;
  private static final int SO_LINGER = 13;
  private static final int EINPROGRESS = 115;

  private StreamSockets() {}

  /** Lets others connect to a socket that has an address, and accepts without waiting. */
  public static void listen(Fd socket) throws LinuxException {
    try (Call call = new Call("listen", socket.toString())) {
      call.make(Sys.FCNTL, socket.number(), F_SETFL, O_RDWR_NONBLOCK);
      call.make(Sys.LISTEN, socket.number(), BACKLOG);
    }
  }

  /** Somebody who has connected; nobody if there is none now. */
  public static Optional<Fd> accept(Fd socket) throws LinuxException {
    try (Call call = new Call("accept", socket.toString())) {
      long result = call.attempt(Sys.ACCEPT4, socket.number(), 0, 0, SOCK_NONBLOCK_CLOEXEC);
      if (result >= 0) {
        return Optional.of(new Fd((int) result));
      }
      Errno errno = Errno.of((int) -result);
      return switch (errno) {
        case EMFILE, ENFILE, ENOBUFS, ENOMEM, EBADF, EINVAL ->
            throw new LinuxException("accept", socket.toString(), errno);
        // What else can fail is the connection's, which is gone then.
        default -> Optional.empty();
      };
    }
  }

  /** Begins to connect; whether it comes to something is seen when the socket is used. */
  public static Fd connect(int family, byte[] address, String name) throws LinuxException {
    Fd socket = Sockets.open(family, Sockets.SOCK_STREAM | 0x800, 0);
    try (Call call = new Call("connect", name)) {
      MemorySegment copy = call.block(address.length);
      MemorySegment.copy(
          address, 0, copy, java.lang.foreign.ValueLayout.JAVA_BYTE, 0, address.length);
      long result = call.attempt(Sys.CONNECT, socket.number(), copy.address(), address.length);
      if (result < 0 && result != -EINPROGRESS) {
        socket.close();
        throw new LinuxException("connect", name, Errno.of((int) -result));
      }
      return socket;
    }
  }

  /** Says that nothing more will be sent. */
  public static void endOutput(Fd socket) {
    try (Call call = new Call("shutdown", socket.toString())) {
      // It may be gone: then there is nobody to tell.
      call.attempt(Sys.SHUTDOWN, socket.number(), SHUT_WR);
    }
  }

  /** Has the other side be told, when it is closed, that the connection has failed. */
  public static void failAtClose(Fd socket) {
    try (Call call = new Call("setsockopt SO_LINGER", socket.toString())) {
      MemorySegment linger = call.block(8);
      linger.set(java.lang.foreign.ValueLayout.JAVA_INT, 0, 1);
      call.attempt(
          Sys.SETSOCKOPT, socket.number(), Sockets.SOL_SOCKET, SO_LINGER, linger.address(), 8);
    }
  }
}
