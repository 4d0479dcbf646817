package dev.stevedore.shim.stdio;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of an output: a FIFO, both ends of which are held here, a file, or the pipe to a
 * logging program.
 *
 * <p>When the output has ended, the writing end is {@linkplain #endOutput() closed}, so that a
 * reader sees the end; the reading end keeps what is in the FIFO until {@link #close()}.
 */
final class OutputSink implements AutoCloseable {
  private final Fd writer;
  private final @Nullable Fd reader;
  private boolean ended;

  private OutputSink(Fd writer, @Nullable Fd reader) {
    this.writer = writer;
    this.reader = reader;
  }

  /** Opens without waiting for a reader. */
  static @Nullable OutputSink open(OutputTarget target) {
    return switch (target) {
      case OutputTarget.None none -> null;
      case OutputTarget.Path(String path) -> openPath(path);
      case OutputTarget.LogFile(String path) -> openLogFile(path);
      case OutputTarget.Program program ->
          throw new TtrpcException(
              Code.INVALID_ARGUMENT,
              program.program().path() + ": a logging program takes stdout and stderr together");
    };
  }

  /** Writes to a pipe, which is closed with the output. */
  static OutputSink pipe(Fd writer) {
    writer.setNonBlocking(true);
    return new OutputSink(writer, null);
  }

  private static OutputSink openPath(String path) {
    if (!Files.status(path).map(FileStatus::isFifo).orElse(false)) {
      return new OutputSink(Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.APPEND, 0), null);
    }
    Fd reader = Files.open(path, OpenFlags.READ_ONLY | OpenFlags.NONBLOCK, 0);
    Fd writer = Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.NONBLOCK, 0);
    return new OutputSink(writer, reader);
  }

  private static OutputSink openLogFile(String path) {
    int slash = path.lastIndexOf('/');
    if (slash > 0) {
      Files.makeDirectories(path.substring(0, slash), 0755);
    }
    int flags = OpenFlags.WRITE_ONLY | OpenFlags.APPEND | OpenFlags.CREATE;
    return new OutputSink(Files.open(path, flags, 0644), null);
  }

  /** Where to write: non-blocking for a FIFO or a pipe. */
  Fd writer() {
    return writer;
  }

  void endOutput() {
    if (!ended) {
      ended = true;
      writer.close();
    }
  }

  @Override
  public void close() {
    endOutput();
    if (reader != null) {
      reader.close();
    }
  }
}
