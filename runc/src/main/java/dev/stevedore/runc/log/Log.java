package dev.stevedore.runc.log;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;

/** The log of one run of the program. */
public final class Log {
  private final Fd out;
  private final boolean json;
  private final boolean debug;

  private Log(Fd out, boolean json, boolean debug) {
    this.out = out;
    this.json = json;
    this.debug = debug;
  }

  /** To stderr. */
  public static Log toStderr(boolean json, boolean debug) {
    return new Log(Fd.STDERR, json, debug);
  }

  /** Appends to a file, which is made if it is missing. */
  public static Log toFile(String path, boolean json, boolean debug) {
    Fd file = Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.APPEND, 0644);
    return new Log(file, json, debug);
  }

  /** Whether it goes to stderr, so that an error in it needs no second line there. */
  public boolean isStderr() {
    return out.equals(Fd.STDERR);
  }

  public void debug(String message) {
    if (debug) {
      write(Level.DEBUG, message);
    }
  }

  public void warn(String message) {
    write(Level.WARNING, message);
  }

  public void error(String message) {
    write(Level.ERROR, message);
  }

  private void write(Level level, String message) {
    long now = Clock.realtimeNanos();
    out.writeAll(json ? LogLine.json(level, message, now) : LogLine.text(level, message, now));
  }
}
