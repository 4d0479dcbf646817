package dev.stevedore.shim.runtime;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MemoryFiles;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.WaitStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs a program as a child, with its stdio, and tells when it has ended. */
final class RuntimeCall {
  private static final int SIGKILL = 9;
  private static final int EXEC_FAILED = 127;
  private static final int OUTPUT_LIMIT = 256 * 1024;

  private RuntimeCall() {}

  /**
   * The descriptors of a child; those of a container are the caller's to close.
   *
   * @param output null to capture standard output and error
   */
  record Stdio(@Nullable Fd input, @Nullable Fd output, @Nullable Fd error) {
    static final Stdio CAPTURED = new Stdio(null, null, null);
  }

  /**
   * Starts {@code program}.
   *
   * @param arguments with the name first
   * @param ended told the exit code and what the program printed, if that was captured
   * @throws PosixException when there is no child
   */
  static void start(
      Children children,
      String program,
      List<String> arguments,
      Stdio stdio,
      Consumer<Ended> ended) {
    Fd nothing = Files.open("/dev/null", OpenFlags.READ_WRITE, 0);
    Fd captured = MemoryFiles.create("runtime-output");
    int pid = Processes.fork();
    if (pid == 0) {
      throw become(program, arguments, stdio, nothing, captured);
    }
    nothing.close();
    children.await(pid, status -> ended.accept(end(status, captured)));
  }

  /**
   * How a call ended.
   *
   * @param code exit code, or 128 and the signal
   * @param output what was captured
   */
  record Ended(int code, String output) {}

  private static Ended end(WaitStatus status, Fd captured) {
    try (captured) {
      long size = Files.status(captured).size();
      String output =
          size == 0 || size > OUTPUT_LIMIT
              ? ""
              : new String(MemoryFiles.content(captured), StandardCharsets.UTF_8);
      return new Ended(status.exitCode(), output);
    }
  }

  /** In the child: never returns. */
  private static RuntimeException become(
      String program, List<String> arguments, Stdio stdio, Fd nothing, Fd captured) {
    Fd standardError = stdio.error() == null ? captured : stdio.error();
    PosixException failure;
    try {
      Processes.setParentDeathSignal(SIGKILL);
      (stdio.input() == null ? nothing : stdio.input()).duplicateTo(0);
      (stdio.output() == null ? captured : stdio.output()).duplicateTo(1);
      standardError.duplicateTo(2);
      SignalMask.defaultActions();
      SignalMask.clear();
      failure = Processes.execute(program, arguments, environment());
    } catch (PosixException e) {
      failure = e;
    }
    captured.writeAll(failure.getMessage() + "");
    return Processes.exit(EXEC_FAILED);
  }

  /** Without NOTIFY_SOCKET: the runtime would report the container's start to systemd. */
  private static List<String> environment() {
    List<String> out = new ArrayList<>();
    for (String variable : Environment.variables()) {
      if (!variable.startsWith("NOTIFY_SOCKET=")) {
        out.add(variable);
      }
    }
    return out;
  }
}
