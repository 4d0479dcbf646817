package dev.stevedore.lib.linux;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file descriptor, closed once. */
public final class Fd implements AutoCloseable {
  /** The working directory, for the calls that take a directory (AT_FDCWD). Not to be closed. */
  public static final Fd CWD = new Fd(-100);

  private final int number;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Takes over the descriptor with this number. */
  public Fd(int number) {
    this.number = number;
  }

  /** Its number. */
  public int number() {
    return number;
  }

  /** A path by which other calls, and the file API of the JDK, reach the same file. */
  public Path path() {
    return Path.of("/proc/self/fd/" + number);
  }

  /**
   * Closes it; a failure of close(2) is not an error, since the descriptor is gone all the same.
   */
  @Override
  public void close() {
    if (number >= 0 && closed.compareAndSet(false, true)) {
      try (Call call = new Call("close", this)) {
        call.attempt(Sys.CLOSE, number);
      }
    }
  }

  @Override
  public String toString() {
    return "fd " + number;
  }
}
