package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.shim.ShimLog;
import org.jspecify.annotations.Nullable;

/**
 * A process's input: its FIFO is opened when the process is about to run. What is done to it before
 * is remembered.
 */
final class InputStart {
  private final EventLoop loop;
  private final CopyBuffer buffer;
  private final ShimLog log;
  private final String path;
  private final boolean closesSink;
  private @Nullable Fd sink;
  private @Nullable InputPump pump;
  private boolean wanted;
  private boolean writerClosed;
  private boolean closed;

  /**
   * Nothing is opened.
   *
   * @param path of the client's FIFO; empty for none
   * @param closesSink whether the end of the input closes the sink
   * @throws dev.stevedore.lib.posix.PosixException when the FIFO is not there
   */
  InputStart(EventLoop loop, CopyBuffer buffer, ShimLog log, String path, boolean closesSink) {
    this.loop = loop;
    this.buffer = buffer;
    this.log = log;
    this.path = path;
    this.closesSink = closesSink;
    if (!path.isEmpty()) {
      Files.open(path, OpenFlags.PATH, 0).close();
    }
  }

  /** Where the input goes, as soon as that is known. */
  void setSink(Fd sink) {
    this.sink = sink;
    startIfBoth();
  }

  /** The process is about to run. */
  void start() {
    wanted = true;
    startIfBoth();
  }

  private void startIfBoth() {
    if (wanted && sink != null && pump == null && !closed && !path.isEmpty()) {
      pump = InputPump.start(loop, buffer, log, path, sink, closesSink);
      if (writerClosed) {
        pump.closeWriter();
      }
    }
  }

  /** The input ends when the client has closed its end. */
  void closeWriter() {
    writerClosed = true;
    if (pump != null) {
      pump.closeWriter();
    }
  }

  /** Ends the input now. */
  void close() {
    closed = true;
    if (pump != null) {
      pump.close();
    } else if (closesSink && sink != null) {
      sink.close();
      sink = null;
    }
  }
}
