package dev.stevedore.shim;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import java.nio.charset.StandardCharsets;

/**
 * The shim's log: a FIFO named {@code log} in the bundle, which containerd copies to its own log.
 * When nobody reads, lines are dropped rather than waited for.
 */
public final class ShimLog {
  private final Fd out;
  private final String id;
  private final boolean debug;

  private ShimLog(Fd out, String id, boolean debug) {
    this.out = out;
    this.id = id;
    this.debug = debug;
  }

  /** Opens the FIFO in the working directory; standard error when there is none. */
  public static ShimLog open(String id, boolean debug) {
    try {
      Fd fifo = Files.open("log", OpenFlags.READ_WRITE | OpenFlags.NONBLOCK, 0);
      return new ShimLog(fifo, id, debug);
    } catch (PosixException e) {
      return new ShimLog(Fd.STDERR, id, debug);
    }
  }

  public void debug(String message) {
    if (debug) {
      write("debug", message);
    }
  }

  public void warn(String message) {
    write("warning", message);
  }

  public void error(String message) {
    write("error", message);
  }

  private void write(String level, String message) {
    String line =
        "time=\""
            + LogTime.of(Clock.realtimeNanos() / 1_000_000)
            + "\" level="
            + level
            + " msg=\""
            + message.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
            + "\" shim="
            + id
            + "\n";
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    try {
      if (out.write(bytes, 0, bytes.length) == Fd.WOULD_BLOCK) {
        return; // full and unread: the line is lost, the container is not held up
      }
    } catch (PosixException e) {
      return; // there is no other place to say so
    }
  }
}
