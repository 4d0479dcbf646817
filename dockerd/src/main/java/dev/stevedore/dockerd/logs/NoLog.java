package dev.stevedore.dockerd.logs;

import java.io.IOException;

/** The log driver {@code none}: nothing is kept, so nothing can be read. */
public final class NoLog implements ContainerLog {
  /** A log that keeps nothing. */
  public NoLog() {}

  @Override
  public void append(LogEntry entry) {}

  @Override
  public void opened() {}

  @Override
  public void closed() {}

  @Override
  public void read(LogQuery query, Sink sink) throws IOException {
    throw new UnsupportedLogException("configured logging driver does not support reading");
  }
}
