package dev.stevedore.dockerd.logs;

import java.io.IOException;

/** Where a container's output is kept. One for each container, for as long as it exists. */
public interface ContainerLog {
  /** Keeps one line or part of a line. Errors are logged once, and never stop the container. */
  void append(LogEntry entry);

  /** The container started: followers wait for more from now on. */
  void opened();

  /** The container stopped: followers end after what has been written. */
  void closed();

  /**
   * Passes on the entries asked for, oldest first; with {@code follow}, returns when the container
   * stops, or when the sink says it has gone.
   *
   * @throws IOException if the log cannot be read, or the sink cannot take more
   */
  void read(LogQuery query, Sink sink) throws IOException;

  /** Takes entries. */
  @FunctionalInterface
  interface Sink {
    /** Takes the next entry. */
    void accept(LogEntry entry) throws IOException;

    /** Everything so far was passed on and following goes on: a chance to flush. */
    default void idle() throws IOException {}

    /** Whether nobody listens any more; asked while following. */
    default boolean gone() {
      return false;
    }
  }
}
