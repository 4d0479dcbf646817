package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.shim.ShimLog;
import org.jspecify.annotations.Nullable;

/**
 * Copies a client's input to a container.
 *
 * <p>A writing end of the FIFO is held here, so the input does not end when a client goes away, and
 * another may come. {@code CloseIO} {@linkplain #closeWriter() gives it up}: when the client's end
 * is closed too, and all that is in the FIFO has been copied, the container sees the end of its
 * input.
 */
final class InputPump {
  private final EventLoop loop;
  private final CopyBuffer buffer;
  private final ShimLog log;
  private final Fd reader;
  private final Fd writer;
  private final Fd sink;
  private final boolean closesSink;
  private boolean writerOpen = true;
  private boolean ended;
  private byte @Nullable [] rest;
  private int restStart;

  private InputPump(
      EventLoop loop,
      CopyBuffer buffer,
      ShimLog log,
      Fd reader,
      Fd writer,
      Fd sink,
      boolean closesSink) {
    this.loop = loop;
    this.buffer = buffer;
    this.log = log;
    this.reader = reader;
    this.writer = writer;
    this.sink = sink;
    this.closesSink = closesSink;
  }

  /**
   * Opens the FIFO at {@code path} without waiting for a writer, and starts to copy.
   *
   * @param sink where the input goes
   * @param closesSink whether the end of the input closes it: a pipe, but not a terminal
   */
  static InputPump start(
      EventLoop loop, CopyBuffer buffer, ShimLog log, String path, Fd sink, boolean closesSink) {
    Fd reader = Files.open(path, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0);
    Fd writer = Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.NONBLOCK, 0);
    InputPump pump = new InputPump(loop, buffer, log, reader, writer, sink, closesSink);
    sink.setNonBlocking(true);
    loop.add(reader, Epoll.IN, events -> pump.copyOnce());
    return pump;
  }

  void closeWriter() {
    if (writerOpen) {
      writerOpen = false;
      writer.close();
    }
  }

  /** Ends the input now. */
  void close() {
    closeWriter();
    end();
  }

  private void copyOnce() {
    try {
      byte[] bytes = buffer.bytes();
      int count = reader.read(bytes, 0, bytes.length);
      if (count == 0) {
        end();
      } else if (count > 0) {
        write(bytes, count);
      }
    } catch (PosixException e) {
      log.debug("copy input: " + e.getMessage()); // mostly EPIPE: the container closed its input
      end();
    }
  }

  private void write(byte[] bytes, int length) {
    int at = 0;
    while (at < length) {
      int count = sink.write(bytes, at, length - at);
      if (count == Fd.WOULD_BLOCK) {
        byte[] kept = new byte[length - at];
        System.arraycopy(bytes, at, kept, 0, kept.length);
        rest = kept;
        restStart = 0;
        loop.remove(reader);
        watchSink();
        return;
      }
      at += count;
    }
  }

  /** A terminal's master is watched for its output already; a duplicate can be watched for this. */
  private void watchSink() {
    Fd watched = sink.duplicate();
    loop.add(
        watched,
        Epoll.OUT,
        events -> {
          if (resume()) {
            loop.remove(watched);
            watched.close();
          }
        });
  }

  /** Writes on; returns whether the sink needs no more watching. */
  private boolean resume() {
    byte[] kept = rest;
    if (ended || kept == null) {
      return true;
    }
    try {
      int count = sink.write(kept, restStart, kept.length - restStart);
      if (count > 0) {
        restStart += count;
      }
    } catch (PosixException e) {
      log.debug("copy input: " + e.getMessage());
      end();
      return true;
    }
    if (restStart < kept.length) {
      return false;
    }
    rest = null;
    loop.add(reader, Epoll.IN, events -> copyOnce());
    return true;
  }

  private void end() {
    if (!ended) {
      ended = true;
      loop.remove(reader);
      reader.close();
      if (closesSink) {
        sink.close();
      }
    }
  }
}
