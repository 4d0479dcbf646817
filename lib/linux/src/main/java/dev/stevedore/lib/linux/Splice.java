package dev.stevedore.lib.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Passes bytes from one non-blocking socket to another by way of a pipe, without seeing them. */
public final class Splice implements AutoCloseable {
  private static final int O_CLOEXEC_NONBLOCK = 0x80800;
  private static final int SPLICE_F_MOVE_NONBLOCK = 0x3;
  private static final int MOST = 1 << 16;

  private final Fd from;
  private final Fd to;
  private final Fd in;
  private final Fd out;
  private long held;
  private boolean ended;
  private boolean finished;

  private Splice(Fd from, Fd to, Fd in, Fd out) {
    this.from = from;
    this.to = to;
    this.in = in;
    this.out = out;
  }

  /** Nothing is passed on yet. The sockets stay the caller's. */
  public static Splice between(Fd from, Fd to) throws LinuxException {
    try (Call call = new Call("pipe2", "")) {
      MemorySegment ends = call.block(8);
      call.make(Sys.PIPE2, ends.address(), O_CLOEXEC_NONBLOCK);
      Fd out = new Fd(ends.get(ValueLayout.JAVA_INT, 0));
      Fd in = new Fd(ends.get(ValueLayout.JAVA_INT, 4));
      return new Splice(from, to, in, out);
    }
  }

  /** Passes on what can be now; the end, too. */
  public void pump() throws LinuxException {
    boolean moved = true;
    while (moved && !finished) {
      moved = false;
      if (!ended) {
        long count = splice(from, in, MOST);
        ended = count == 0;
        held += Math.max(0, count);
        moved = count > 0;
      }
      if (held > 0) {
        long count = splice(out, to, held);
        held -= Math.max(0, count);
        moved |= count > 0;
      }
      if (ended && held == 0) {
        StreamSockets.endOutput(to);
        finished = true;
      }
    }
  }

  /** Whether all has been passed on, and the end. */
  public boolean isFinished() {
    return finished;
  }

  /** How many bytes; -1 if none can be moved now. */
  private static long splice(Fd source, Fd sink, long most) throws LinuxException {
    try (Call call = new Call("splice", source + " to " + sink)) {
      long count =
          call.attempt(
              Sys.SPLICE, source.number(), 0, sink.number(), 0, most, SPLICE_F_MOVE_NONBLOCK);
      if (count >= 0) {
        return count;
      }
      Errno errno = Errno.of((int) -count);
      if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
        return -1;
      }
      throw new LinuxException("splice", source + " to " + sink, errno);
    }
  }

  @Override
  public void close() {
    in.close();
    out.close();
  }
}
