package dev.stevedore.runc.hook;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.lib.posix.WaitStatus;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Optional;

/** Runs a program to its end, with a text on its stdin, and keeps what it writes. */
public final class Program {
  private static final int SIGKILL = 9;
  private static final int SIGPIPE = 13;
  private static final int CANNOT_EXECUTE = 127;

  private Program() {}

  /**
   * Where its output goes; what has no file is kept.
   *
   * @param stdout a file to append to
   * @param stderr the same
   */
  public record Outputs(Optional<String> stdout, Optional<String> stderr) {
    /** All is kept. */
    public static final Outputs KEPT = new Outputs(Optional.empty(), Optional.empty());
  }

  /**
   * How a program ended.
   *
   * @param exitCode as a shell gives it
   * @param timedOut whether it was killed because its time was over
   * @param output of stdout and stderr
   */
  public record Result(int exitCode, boolean timedOut, String output) {
    public boolean succeeded() {
      return exitCode == 0 && !timedOut;
    }

    /** In words, with what it wrote. */
    public String describe() {
      String end = timedOut ? "killed, its time was over" : "exit status " + exitCode;
      return output.trim().isEmpty() ? end : end + ", output: " + output.trim();
    }
  }

  /**
   * Runs a program.
   *
   * @param path of the program
   * @param arguments its name first
   * @param environment as {@code NAME=value}
   * @param input what it reads on stdin
   * @param outputs where its output goes
   * @param limitMillis when it is killed, -1 for never
   */
  public static Result run(
      String path,
      List<String> arguments,
      List<String> environment,
      String input,
      Outputs outputs,
      int limitMillis) {
    Pipe stdin = Pipe.open();
    Pipe stdout = Pipe.open();
    int pid = Processes.fork();
    if (pid == 0) {
      throw become(path, arguments, environment, outputs, stdin, stdout);
    }
    stdin.reader().close();
    stdout.writer().close();
    try {
      give(input, stdin.writer());
      return finish(pid, stdout.reader(), limitMillis);
    } finally {
      stdout.reader().close();
    }
  }

  private static RuntimeException become(
      String path,
      List<String> arguments,
      List<String> environment,
      Outputs outputs,
      Pipe stdin,
      Pipe stdout) {
    try {
      // A hook of a runtime that was killed has nobody to report to.
      Processes.setParentDeathSignal(SIGKILL);
      stdin.reader().duplicateTo(0);
      outputs.stdout().map(Program::append).orElse(stdout.writer()).duplicateTo(1);
      outputs.stderr().map(Program::append).orElse(stdout.writer()).duplicateTo(2);
      Descriptors.closeOnExecFrom(3);
      SignalMask.defaultActions();
      SignalMask.clear();
      Fd.STDERR.writeAll(Processes.execute(path, arguments, environment).getMessage());
    } catch (PosixException e) {
      Fd.STDERR.writeAll(e.getMessage());
    }
    return Processes.exit(CANNOT_EXECUTE);
  }

  private static Fd append(String path) {
    return Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.CREATE | OpenFlags.APPEND, 0700);
  }

  private static void give(String input, Fd stdin) {
    SignalMask.ignore(SIGPIPE);
    try (stdin) {
      stdin.writeAll(input);
    } catch (PosixException e) {
      // It does not want to read it; whether that is bad shows in its exit code.
    }
  }

  private static Result finish(int pid, Fd stdout, int limitMillis) {
    long end = Clock.monotonicMillis() + limitMillis;
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    boolean timedOut = false;
    try (Fd process = Processes.open(pid)) {
      // Its output may stay open after its end, in a daemon it started: its end counts.
      while (!Poll.readable(process, 0)) {
        int left = limitMillis < 0 ? -1 : (int) Math.max(0, end - Clock.monotonicMillis());
        if (left == 0) {
          timedOut = true;
          Processes.kill(pid, SIGKILL);
          break;
        }
        Poll.anyReadable(process, stdout, left);
        if (Poll.readable(stdout, 0)) {
          int n = stdout.read(buffer, 0, buffer.length);
          if (n <= 0) {
            Poll.readable(process, left);
          } else {
            output.write(buffer, 0, n);
          }
        }
      }
      while (Poll.readable(stdout, 0)) {
        int n = stdout.read(buffer, 0, buffer.length);
        if (n <= 0) {
          break;
        }
        output.write(buffer, 0, n);
      }
    }
    WaitStatus status = Processes.await(pid);
    return new Result(status.exitCode(), timedOut, Utf8.decode(output.toByteArray()));
  }
}
