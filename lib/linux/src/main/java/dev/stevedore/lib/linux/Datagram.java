package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/**
 * Room for one datagram of UDP, with where it came from and, in IPv6, the address that it was sent
 * to, so that an answer can come from there. Nothing here waits. For one thread at a time.
 *
 * <pre>
 *   struct msghdr   name ─▶ sockaddr    iov ─▶ { base ─▶ payload, length }    control ─▶ cmsghdr
 *   struct cmsghdr  length, level, type; behind it struct in6_pktinfo: address, link
 * </pre>
 */
public final class Datagram {
  private static final int MSG_DONTWAIT = 0x40;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_RECVPKTINFO = 49;
  private static final int IPV6_PKTINFO = 50;

  private static final int NAME_SIZE = 28;
  private static final int CMSG_HEADER = 16;
  private static final int ADDRESS_SIZE = 16;
  private static final int PKTINFO_SIZE = 20;
  private static final int CONTROL_SIZE = 40;
  private static final int MAX_PAYLOAD = 65_535;

  private final MemorySegment header = Arena.ofAuto().allocate(56, 16);
  private final MemorySegment name = Arena.ofAuto().allocate(NAME_SIZE, 16);
  private final MemorySegment vector = Arena.ofAuto().allocate(16, 16);
  private final MemorySegment control = Arena.ofAuto().allocate(CONTROL_SIZE, 16);
  private final MemorySegment payload = Arena.ofAuto().allocate(MAX_PAYLOAD, 16);
  private int length;

  /**
   * Where a datagram came from, and which of our addresses it was sent to.
   *
   * @param peer a struct sockaddr
   * @param own a struct in6_pktinfo; empty in IPv4
   */
  public record Way(ByteBuffer peer, ByteBuffer own) {}

  /** Has an IPv6 socket tell which address datagrams are sent to. */
  public static void tellOwnAddress(Fd socket) throws LinuxException {
    Sockets.setOption(socket, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
  }

  /** Begins to talk to one address: only what comes from there is received from now on. */
  public static void connect(Fd socket, byte[] address, String what) throws LinuxException {
    try (Call call = new Call("connect", what)) {
      MemorySegment copy = call.block(address.length);
      MemorySegment.copy(address, 0, copy, JAVA_BYTE, 0, address.length);
      call.make(Sys.CONNECT, socket.number(), copy.address(), address.length);
    }
  }

  /**
   * Receives one.
   *
   * @return false if there is none now
   * @throws LinuxException also with what became of an earlier one that was sent (ECONNREFUSED …)
   */
  public boolean receive(Fd socket) throws LinuxException {
    prepare(NAME_SIZE, MAX_PAYLOAD, CONTROL_SIZE);
    try (Call call = new Call("receive", socket)) {
      long result = call.attempt(Sys.RECVMSG, socket.number(), header.address(), MSG_DONTWAIT);
      if (result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number()) {
        return false;
      }
      if (result < 0) {
        throw new LinuxException("receive", socket.toString(), Errno.of((int) -result));
      }
      length = (int) result;
      return true;
    }
  }

  /** Where the one that was received came from. */
  public Way way() {
    int size = Math.min(NAME_SIZE, header.get(JAVA_INT, 8));
    boolean told =
        header.get(JAVA_LONG, 40) >= CMSG_HEADER + PKTINFO_SIZE
            && control.get(JAVA_INT, 8) == IPPROTO_IPV6
            && control.get(JAVA_INT, 12) == IPV6_PKTINFO;
    ByteBuffer own = ByteBuffer.allocate(told ? PKTINFO_SIZE : 0);
    if (told) {
      int kept = isLinkLocal() ? PKTINFO_SIZE : ADDRESS_SIZE; // others may leave by any link
      MemorySegment.copy(control, JAVA_BYTE, CMSG_HEADER, own.array(), 0, kept);
    }
    return new Way(ByteBuffer.wrap(name.asSlice(0, size).toArray(JAVA_BYTE)), own);
  }

  private boolean isLinkLocal() {
    return control.get(JAVA_BYTE, CMSG_HEADER) == (byte) 0xfe
        && (control.get(JAVA_BYTE, CMSG_HEADER + 1) & 0xc0) == 0x80;
  }

  /** Sends what was received to whom a socket talks to. */
  public void send(Fd socket) throws LinuxException {
    prepare(0, length, 0);
    send(socket, new Call("send", socket));
  }

  /** Sends what was received to who once sent something by this way. */
  public void send(Fd socket, Way way) throws LinuxException {
    MemorySegment.copy(bytes(way.peer), 0, name, JAVA_BYTE, 0, way.peer.remaining());
    int controls = 0;
    if (way.own.hasRemaining()) {
      controls = CONTROL_SIZE;
      control.fill((byte) 0);
      control.set(JAVA_LONG, 0, CMSG_HEADER + PKTINFO_SIZE);
      control.set(JAVA_INT, 8, IPPROTO_IPV6);
      control.set(JAVA_INT, 12, IPV6_PKTINFO);
      MemorySegment.copy(bytes(way.own), 0, control, JAVA_BYTE, CMSG_HEADER, PKTINFO_SIZE);
    }
    prepare(way.peer.remaining(), length, controls);
    send(socket, new Call("send", socket));
  }

  private void send(Fd socket, Call call) throws LinuxException {
    try (call) {
      call.make(Sys.SENDMSG, socket.number(), header.address(), MSG_DONTWAIT);
    }
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private void prepare(int nameLength, int payloadLength, int controlLength) {
    header.fill((byte) 0);
    header.set(JAVA_LONG, 0, nameLength == 0 ? 0 : name.address());
    header.set(JAVA_INT, 8, nameLength);
    header.set(JAVA_LONG, 16, vector.address());
    header.set(JAVA_LONG, 24, 1);
    header.set(JAVA_LONG, 32, controlLength == 0 ? 0 : control.address());
    header.set(JAVA_LONG, 40, controlLength);
    vector.set(JAVA_LONG, 0, payload.address());
    vector.set(JAVA_LONG, 8, payloadLength);
  }
}
