package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.time.Duration;

/**
 * Sockets of the families that the JDK does not have, and those that only hold a port. A socket
 * stays in the network namespace of the thread that made it, whoever uses it afterwards.
 *
 * <p>Addresses are given as the bytes of the family's {@code struct sockaddr}.
 */
public final class Sockets {
  /** Internet, version 4. */
  public static final int AF_INET = 2;

  /** Internet, version 6. */
  public static final int AF_INET6 = 10;

  /** Talks to the kernel, netlink(7). */
  public static final int AF_NETLINK = 16;

  /** Talks to a network interface below the protocols, packet(7). */
  public static final int AF_PACKET = 17;

  /** A stream of bytes. */
  public static final int SOCK_STREAM = 1;

  /** Datagrams. */
  public static final int SOCK_DGRAM = 2;

  /** The protocol below, as it is. */
  public static final int SOCK_RAW = 3;

  /** The level of options that all sockets have. */
  public static final int SOL_SOCKET = 1;

  /** Whether connections that have ended do not keep others from the address. */
  public static final int SO_REUSEADDR = 2;

  /** How many bytes may wait to be received. */
  public static final int SO_RCVBUF = 8;

  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SO_RCVTIMEO = 20;

  private Sockets() {}

  /** Makes a socket; it is not inherited by programs that are started. */
  public static Fd open(int family, int type, int protocol) throws LinuxException {
    try (Call call = new Call("socket", "of family " + family + ", protocol " + protocol)) {
      return new Fd((int) call.make(Sys.SOCKET, family, type | SOCK_CLOEXEC, protocol));
    }
  }

  /**
   * Gives it an address.
   *
   * @param name what the address is, for errors
   */
  public static void bind(Fd socket, byte[] address, String name) throws LinuxException {
    try (Call call = new Call("bind", name)) {
      MemorySegment copy = copy(call, address, 0, address.length);
      call.make(Sys.BIND, socket.number(), copy.address(), address.length);
    }
  }

  /** The address that it has, of at most {@code size} bytes. */
  public static byte[] address(Fd socket, int size) throws LinuxException {
    try (Call call = new Call("getsockname", socket)) {
      MemorySegment address = call.block(size);
      MemorySegment length = call.block(4);
      length.set(JAVA_INT, 0, size);
      call.make(Sys.GETSOCKNAME, socket.number(), address.address(), length.address());
      return address.asSlice(0, Math.min(size, length.get(JAVA_INT, 0))).toArray(JAVA_BYTE);
    }
  }

  /** Sets an option whose value is an int. */
  public static void setOption(Fd socket, int level, int option, int value) throws LinuxException {
    try (Call call = new Call("setsockopt " + level + "/" + option, socket)) {
      MemorySegment copy = call.block(4);
      copy.set(JAVA_INT, 0, value);
      call.make(Sys.SETSOCKOPT, socket.number(), level, option, copy.address(), 4);
    }
  }

  /**
   * Asks for an option.
   *
   * @param value as long as the answer, with what the question needs
   */
  public static byte[] option(Fd socket, int level, int option, byte[] value)
      throws LinuxException {
    try (Call call = new Call("getsockopt " + level + "/" + option, socket.toString())) {
      MemorySegment copy = copy(call, value, 0, value.length);
      MemorySegment length = call.block(4);
      length.set(JAVA_INT, 0, value.length);
      call.make(Sys.GETSOCKOPT, socket.number(), level, option, copy.address(), length.address());
      return copy.asSlice(0, value.length).toArray(JAVA_BYTE);
    }
  }

  /** After this time without anything, {@link #receive} fails with EAGAIN. */
  public static void setReceiveTimeout(Fd socket, Duration timeout) throws LinuxException {
    try (Call call = new Call("setsockopt SO_RCVTIMEO", socket)) {
      MemorySegment time = call.block(16);
      time.set(JAVA_LONG, 0, timeout.toSeconds());
      time.set(JAVA_LONG, 8, timeout.toNanosPart() / 1000);
      call.make(Sys.SETSOCKOPT, socket.number(), SOL_SOCKET, SO_RCVTIMEO, time.address(), 16);
    }
  }

  /** Sends one datagram to whom the socket talks to. */
  public static void send(Fd socket, byte[] data, int offset, int length) throws LinuxException {
    try (Call call = new Call("send", socket)) {
      MemorySegment copy = copy(call, data, offset, length);
      call.make(Sys.SENDTO, socket.number(), copy.address(), length, 0, 0, 0);
    }
  }

  /** Sends one datagram to an address. */
  public static void sendTo(Fd socket, byte[] data, byte[] address) throws LinuxException {
    try (Call call = new Call("send", socket)) {
      MemorySegment copy = copy(call, data, 0, data.length);
      MemorySegment name = copy(call, address, 0, address.length);
      call.make(
          Sys.SENDTO,
          socket.number(),
          copy.address(),
          data.length,
          0,
          name.address(),
          address.length);
    }
  }

  /**
   * Receives one datagram.
   *
   * @param size the longest that is expected; what is beyond is lost
   */
  public static byte[] receive(Fd socket, int size) throws LinuxException {
    try (Call call = new Call("receive", socket)) {
      MemorySegment buffer = call.block(size);
      long count = call.make(Sys.RECVFROM, socket.number(), buffer.address(), size, 0, 0, 0);
      return buffer.asSlice(0, count).toArray(JAVA_BYTE);
    }
  }

  private static MemorySegment copy(Call call, byte[] data, int offset, int length) {
    MemorySegment copy = call.block(length);
    MemorySegment.copy(data, offset, copy, JAVA_BYTE, 0, length);
    return copy;
  }
}
