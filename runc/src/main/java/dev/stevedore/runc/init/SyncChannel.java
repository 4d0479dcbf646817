package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.lib.posix.Utf8;

/**
 * The socket between {@code runc create} (or run, exec) and init.
 *
 * <pre>
 *   create                                            init
 *     │ clone3(new namespaces) ─────────────────────▶ │ enters its cgroups
 *     │ uid_map, gid_map                              │ (only in a new user namespace)
 *     ├─ MAPPED ────────────────────────────────────▶ │ becomes its root
 *     │ limits, devices                               │ joins namespaces, lo up, keyring,
 *     │ oom_score_adj                                 │ cgroup namespace, mounts, devices
 *     ├─ LIMITED ───────────────────────────────────▶ │
 *     │ compiles seccomp                              │
 *     ├─ SECCOMP(program) ──────────────────────────▶ │
 *     │ ◀──────────────────────────────────── HOOKS ──┤ (only if there are such hooks)
 *     │ prestart, createRuntime                       │
 *     ├─ HOOKS_DONE ────────────────────────────────▶ │ createContainer, pivot_root, console,
 *     │                                               │ read-only, masks, sysctl, user,
 *     │                                               │ capabilities, finds the program
 *     │ ◀────────────────────── LISTENER, descriptor ─┤ (only if the filter has a listener: as
 *     │ tells the listener                            │  soon as it is loaded)
 *     ├─ LISTENER_DONE ─────────────────────────────▶ │
 *     │ ◀──────────────────────────────────── READY ──┤
 *     │ state.json                                    │
 *     ├─ GO ────────────────────────────────────────▶ │ waits at exec.fifo, see ExecFifo
 *     │ pid file                                      ▼ execve
 *     ▼ exits; if init does not wait for start: when execve has closed init's end
 * </pre>
 *
 * <p>WARNING and FAILED may come from init at any time up to READY. Either side that reads an end
 * of file knows that the other is dead: init then ends too, so that nothing is left behind when
 * create is killed before the state is written.
 *
 * <p>A message is a letter, four bytes of length (most significant first), and so many bytes.
 */
public final class SyncChannel implements AutoCloseable {
  private static final int HEADER = 5;

  private final Fd socket;

  private SyncChannel(Fd socket) {
    this.socket = socket;
  }

  /**
   * Both ends.
   *
   * @param outer for the process that starts init
   * @param inner for init
   */
  public record Ends(SyncChannel outer, SyncChannel inner) {}

  /** A message. */
  static final class Message {
    private final Signal signal;
    private final byte[] payload;

    private Message(Signal signal, byte[] payload) {
      this.signal = signal;
      this.payload = payload;
    }

    Signal signal() {
      return signal;
    }

    byte[] payload() {
      return payload;
    }

    String text() {
      return Utf8.decode(payload);
    }
  }

  /** The other end is closed, and so its process dead. */
  static final class ClosedException extends RuntimeException {
    ClosedException() {
      super("the other process has ended");
    }
  }

  /** A new pair of ends. */
  public static Ends open() {
    Pipe pair = Sockets.pair();
    return new Ends(new SyncChannel(pair.reader()), new SyncChannel(pair.writer()));
  }

  /** The descriptor of this end. */
  Fd socket() {
    return socket;
  }

  void send(Signal signal) {
    send(signal, new byte[0]);
  }

  void send(Signal signal, String text) {
    send(signal, Utf8.encode(text));
  }

  void send(Signal signal, byte[] payload) {
    byte[] message = new byte[HEADER + payload.length];
    message[0] = (byte) signal.letter();
    for (int i = 0; i < 4; i++) {
      message[1 + i] = (byte) (payload.length >> (24 - 8 * i));
    }
    System.arraycopy(payload, 0, message, HEADER, payload.length);
    socket.writeAll(message);
  }

  /** Sends a descriptor; {@link #receiveDescriptor} must be what the other end does next. */
  void sendDescriptor(Fd descriptor) {
    FdPassing.send(socket, descriptor, "d");
  }

  Fd receiveDescriptor() {
    return FdPassing.receive(socket).orElseThrow(ClosedException::new);
  }

  /** Whether {@link #receive} would not wait. */
  boolean hasMessage() {
    return Poll.readable(socket, 0);
  }

  /** Waits for a message. */
  Message receive() {
    byte[] header = read(HEADER);
    int length = 0;
    for (int i = 0; i < 4; i++) {
      length = length << 8 | (header[1 + i] & 0xff);
    }
    return new Message(Signal.of(header[0]), read(length));
  }

  @Override
  public void close() {
    socket.close();
  }

  private byte[] read(int length) {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int n = readOrEnd(bytes, done, length - done);
      if (n == 0) {
        throw new ClosedException();
      }
      done += n;
    }
    return bytes;
  }

  /** An end without having read all that was sent to it is an end too. */
  private int readOrEnd(byte[] bytes, int offset, int length) {
    try {
      return socket.read(bytes, offset, length);
    } catch (PosixException e) {
      if (!e.is(Errno.ECONNRESET)) {
        throw e;
      }
      return 0;
    }
  }
}
