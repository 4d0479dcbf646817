package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.shim.ShimLog;
import org.jspecify.annotations.Nullable;

/**
 * Copies a container's output to its client.
 *
 * <pre>
 *                 EAGAIN at the sink
 *   READING  ────────────────────────▶  BLOCKED     only one of the two descriptors is watched
 *      │     ◀────────────────────────      │
 *      │          rest is written
 *      └── end of input (0, or EIO of a terminal) ──▶ ENDED: the writing end is closed
 * </pre>
 */
final class OutputPump {
  /** No pipe holds more, so what a dead process wrote has been read after this many bytes. */
  private static final int MOST_IN_FLIGHT = 1 << 20;

  private final EventLoop loop;
  private final CopyBuffer buffer;
  private final ShimLog log;
  private final Fd source;
  private final OutputSink sink;
  private byte @Nullable [] rest;
  private int restStart;
  private boolean ended;
  private @Nullable Runnable onDrained;

  /** Copies from {@code source}, which is closed at its end, to {@code sink}, which is kept. */
  OutputPump(EventLoop loop, CopyBuffer buffer, ShimLog log, Fd source, OutputSink sink) {
    this.loop = loop;
    this.buffer = buffer;
    this.log = log;
    this.source = source;
    this.sink = sink;
  }

  void start() {
    source.setNonBlocking(true);
    loop.add(source, Epoll.IN, events -> copyOnce());
  }

  /**
   * Calls {@code done}, at once or later, when all that was in the source at the time of the call
   * has been written: after a process has ended, all that it wrote.
   */
  void whenDrained(Runnable done) {
    onDrained = done;
    drain();
  }

  /** Stops copying; what is still in the source is lost. */
  void close() {
    onDrained = null;
    end();
  }

  private void drain() {
    int copied = 0;
    while (!ended && rest == null && copied < MOST_IN_FLIGHT) {
      int count = copyOnce();
      if (count == Fd.WOULD_BLOCK) {
        break;
      }
      copied += count;
    }
    if (rest == null) {
      tellDrained();
    }
  }

  private void tellDrained() {
    Runnable done = onDrained;
    onDrained = null;
    if (done != null) {
      done.run();
    }
  }

  /** Copies what one read gives; returns what {@link Fd#read} gave. */
  private int copyOnce() {
    try {
      byte[] bytes = buffer.bytes();
      int count = read(bytes);
      if (count == 0) {
        end();
      } else if (count > 0) {
        write(bytes, 0, count);
      }
      return count;
    } catch (PosixException e) {
      log.error("copy output: " + e.getMessage());
      end();
      return 0;
    }
  }

  private int read(byte[] bytes) {
    try {
      return source.read(bytes, 0, bytes.length);
    } catch (PosixException e) {
      if (e.is(Errno.EIO)) {
        return 0; // the master of a terminal that no process has open any more
      }
      throw e;
    }
  }

  private void write(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int count = sink.writer().write(bytes, at, to - at);
      if (count == Fd.WOULD_BLOCK) {
        block(bytes, at, to);
        return;
      }
      at += count;
    }
  }

  private void block(byte[] bytes, int from, int to) {
    byte[] kept = new byte[to - from];
    System.arraycopy(bytes, from, kept, 0, kept.length);
    rest = kept;
    restStart = 0;
    loop.remove(source);
    loop.add(sink.writer(), Epoll.OUT, events -> resume());
  }

  private void resume() {
    byte[] kept = rest;
    if (kept == null) {
      return;
    }
    try {
      int count = sink.writer().write(kept, restStart, kept.length - restStart);
      if (count > 0) {
        restStart += count;
      }
    } catch (PosixException e) {
      log.error("copy output: " + e.getMessage());
      end();
      return;
    }
    if (restStart == kept.length) {
      rest = null;
      loop.remove(sink.writer());
      loop.add(source, Epoll.IN, events -> copyOnce());
      if (onDrained != null) {
        drain();
      }
    }
  }

  private void end() {
    if (ended) {
      return;
    }
    ended = true;
    loop.remove(source);
    source.close();
    if (rest != null) {
      rest = null;
      loop.remove(sink.writer());
    }
    sink.endOutput();
    tellDrained();
  }
}
