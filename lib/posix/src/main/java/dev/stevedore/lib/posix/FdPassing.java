package dev.stevedore.lib.posix;

import java.util.Optional;

/**
 * SCM_RIGHTS, see unix(7): one descriptor with a few bytes of text, as runtimes send the master end
 * of a console.
 *
 * <pre>
 *   msghdr ─▶ iovec ─▶ text
 *          └▶ cmsghdr { len 20, SOL_SOCKET, SCM_RIGHTS, fd }
 * </pre>
 */
public final class FdPassing {
  private static final int SOL_SOCKET = 1;
  private static final int SCM_RIGHTS = 1;
  private static final int MSG_CMSG_CLOEXEC = 0x40000000;
  private static final int MSGHDR = 0;
  private static final int IOVEC = 56;
  private static final int CONTROL = IOVEC + 16;
  private static final int CONTROL_SIZE = 24;
  private static final int TEXT = CONTROL + CONTROL_SIZE;
  private static final int TEXT_LIMIT = 4096;

  private FdPassing() {}

  /**
   * Sends the descriptor. The text must not be empty: a stream socket carries rights only beside
   * data.
   */
  public static void send(Fd socket, Fd passed, String text) {
    byte[] bytes = Utf8.encode(text);
    try (NativeMemory memory = NativeMemory.allocate(TEXT + bytes.length)) {
      header(memory, bytes.length);
      memory.putBytes(TEXT, bytes, 0, bytes.length);
      memory.putLong(CONTROL, 20);
      memory.putInt(CONTROL + 8, SOL_SOCKET);
      memory.putInt(CONTROL + 12, SCM_RIGHTS);
      memory.putInt(CONTROL + 16, passed.number());
      Syscall.check(
          Syscall.invoke(Syscall.SENDMSG, socket.number(), memory.address(), 0),
          "sendmsg",
          socket.procPath());
    }
  }

  /** What came at once. */
  public static final class Packet {
    private final byte[] data;
    private final Optional<Fd> passed;

    private Packet(byte[] data, Optional<Fd> passed) {
      this.data = data;
      this.passed = passed;
    }

    /** Empty if the other end is gone. */
    public byte[] data() {
      return data;
    }

    /** The descriptor, close-on-exec, if one came along. */
    public Optional<Fd> passed() {
      return passed;
    }
  }

  /**
   * Receives a descriptor, close-on-exec.
   *
   * @return empty if the message had none, or the other end is gone
   */
  public static Optional<Fd> receive(Fd socket) {
    return receivePacket(socket, TEXT_LIMIT).passed();
  }

  /**
   * Receives data, perhaps with a descriptor.
   *
   * @param limit how many bytes at most
   */
  public static Packet receivePacket(Fd socket, int limit) {
    try (NativeMemory memory = NativeMemory.allocate(TEXT + limit)) {
      header(memory, limit);
      int length =
          (int)
              Syscall.check(
                  Syscall.invoke(
                      Syscall.RECVMSG, socket.number(), memory.address(), MSG_CMSG_CLOEXEC),
                  "recvmsg",
                  socket.procPath());
      byte[] data = new byte[length];
      memory.getBytes(TEXT, data, 0, length);
      boolean hasRights =
          memory.getLong(MSGHDR + 40) >= 20
              && memory.getInt(CONTROL + 8) == SOL_SOCKET
              && memory.getInt(CONTROL + 12) == SCM_RIGHTS;
      return new Packet(
          data, hasRights ? Optional.of(new Fd(memory.getInt(CONTROL + 16))) : Optional.empty());
    }
  }

  private static void header(NativeMemory memory, int textLength) {
    memory.putLong(MSGHDR + 16, memory.address() + IOVEC);
    memory.putLong(MSGHDR + 24, 1);
    memory.putLong(MSGHDR + 32, memory.address() + CONTROL);
    memory.putLong(MSGHDR + 40, CONTROL_SIZE);
    memory.putLong(IOVEC, memory.address() + TEXT);
    memory.putLong(IOVEC + 8, textLength);
  }
}
