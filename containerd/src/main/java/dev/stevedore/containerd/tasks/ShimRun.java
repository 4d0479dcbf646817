package dev.stevedore.containerd.tasks;

import com.google.protobuf.ByteString;
import dev.stevedore.lib.linux.Child;
import dev.stevedore.lib.linux.MemoryFile;
import dev.stevedore.lib.linux.PidFd;
import dev.stevedore.lib.linux.Signals;
import dev.stevedore.lib.linux.Spawn;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a run of a shim's program ended.
 *
 * <pre>
 *   options ─▶ memory file ─stdin▶ program ─stdout▶ memory file ─▶ output
 *                                          ─stderr▶ memory file ─▶ errors
 * </pre>
 *
 * It is over when the program has ended: what it left running may hold its stdout.
 *
 * @param output what it wrote to its stdout
 * @param errors what it wrote to its stderr
 */
record ShimRun(ByteString output, ByteString errors, Child.Status status) {
  private static final Logger LOG = LoggerFactory.getLogger(ShimRun.class);
  private static final byte[] NOTHING = {};

  /**
   * Runs a program to its end; kills it when the time is over.
   *
   * @param directory where it runs
   * @param input what it can read
   */
  static ShimRun of(
      Spawn.Program program, Path directory, byte[] input, Duration limit, FifoPoller poller)
      throws IOException, InterruptedException {
    try (MemoryFile in = MemoryFile.create("shim-options", input);
        MemoryFile out = MemoryFile.create("shim-output", NOTHING);
        MemoryFile err = MemoryFile.create("shim-errors", NOTHING)) {
      long pid =
          Spawn.inDirectory(program, directory, new Spawn.Stdio(in.file(), out.file(), err.file()));
      Child.Status status = await(pid, limit, poller);
      return new ShimRun(
          ByteString.copyFrom(out.content()), ByteString.copyFrom(err.content()), status);
    }
  }

  private static Child.Status await(long pid, Duration limit, FifoPoller poller)
      throws IOException, InterruptedException {
    try (PidFd process = PidFd.open(pid)) {
      if (!poller.await(process, limit)) {
        process.send(Signals.SIGKILL);
      }
      return Child.await(pid);
    } catch (IOException | InterruptedException e) {
      Signals.send(pid, Signals.SIGKILL);
      Child.Status status = Child.await(pid);
      LOG.debug("process {} was called off: {}", pid, status);
      throw e;
    }
  }

  /** Everything it said, for people. */
  String text() {
    return text(output) + text(errors);
  }

  /** Some of it, for people. */
  static String text(ByteString bytes) {
    return bytes.toStringUtf8().strip();
  }
}
