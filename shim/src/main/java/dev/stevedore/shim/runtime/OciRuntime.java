package dev.stevedore.shim.runtime;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs an OCI runtime for the containers of one bundle. Every method returns at once; the result
 * comes through the event loop.
 */
public final class OciRuntime {
  /** What containerd-shim-runc-v2 uses: {@code runc list} finds the containers there. */
  private static final String DEFAULT_ROOT = "/run/containerd/runc";

  /** Ours, which is installed beside the shim; and the name by which any machine has one. */
  private static final List<String> DEFAULT_PROGRAMS = List.of("stevedore-runc", "runc");

  private final Children children;
  private final RuntimeCommand command;

  private OciRuntime(Children children, RuntimeCommand command) {
    this.children = children;
    this.command = command;
  }

  /**
   * The runtime that {@code options} ask for.
   *
   * @param bundle absolute path; the runtime's log goes there
   */
  public static OciRuntime of(
      Children children, RuncOptions options, String namespace, String bundle) {
    String name =
        options.binaryName().isEmpty()
            ? ProgramSearch.firstOf(DEFAULT_PROGRAMS)
            : options.binaryName();
    String root = options.root().isEmpty() ? DEFAULT_ROOT : options.root();
    return new OciRuntime(
        children,
        new RuntimeCommand(
            name,
            root + "/" + namespace,
            bundle + "/log.json",
            options.criuPath(),
            options.systemdCgroup()));
  }

  /**
   * The stdio of a new container process.
   *
   * @param output null when a terminal takes its place
   */
  public record Streams(@Nullable Fd input, @Nullable Fd output, @Nullable Fd error) {}

  public void create(
      String id,
      String bundle,
      String pidFile,
      String consoleSocket,
      RuncOptions options,
      Streams streams,
      Consumer<RuntimeResult> done) {
    run(
        command.create(
            id, bundle, pidFile, consoleSocket, options.noPivotRoot(), options.noNewKeyring()),
        streams,
        done);
  }

  public void exec(
      String id,
      String process,
      String pidFile,
      String consoleSocket,
      Streams streams,
      Consumer<RuntimeResult> done) {
    run(command.exec(id, process, pidFile, consoleSocket), streams, done);
  }

  /**
   * Restores a container from a checkpoint; it runs when this has succeeded.
   *
   * @param image directory of the checkpoint
   * @param parent directory of the one it builds on; empty for none
   */
  public void restore(
      String id,
      String bundle,
      String pidFile,
      String consoleSocket,
      String image,
      String parent,
      RuncOptions options,
      Streams streams,
      Consumer<RuntimeResult> done) {
    run(command.restore(id, bundle, pidFile, consoleSocket, image, parent, options), streams, done);
  }

  /**
   * Writes a checkpoint.
   *
   * @param image directory to write to
   * @param work directory for criu's own files
   */
  public void checkpoint(
      String id,
      String image,
      String work,
      CheckpointOptions options,
      Consumer<RuntimeResult> done) {
    run(command.checkpoint(id, image, work, options), done);
  }

  /** What the runtime can do, as the JSON it prints. */
  public void features(Consumer<RuntimeResult> done) {
    run(List.of(command.name(), "features"), done);
  }

  public void start(String id, Consumer<RuntimeResult> done) {
    run(command.simple("start", id), done);
  }

  public void pause(String id, Consumer<RuntimeResult> done) {
    run(command.simple("pause", id), done);
  }

  public void resume(String id, Consumer<RuntimeResult> done) {
    run(command.simple("resume", id), done);
  }

  public void kill(String id, int signal, boolean all, Consumer<RuntimeResult> done) {
    run(command.kill(id, signal, all), done);
  }

  public void delete(String id, boolean force, Consumer<RuntimeResult> done) {
    run(command.delete(id, force), done);
  }

  public void update(String id, String resources, Consumer<RuntimeResult> done) {
    run(command.update(id, resources), done);
  }

  /** The result's output is for {@link #pids}. */
  public void ps(String id, Consumer<RuntimeResult> done) {
    run(command.ps(id), done);
  }

  /**
   * Reads what {@code ps --format json} prints.
   *
   * @return empty when it is not a list of numbers
   */
  public static Optional<List<Integer>> pids(String output) {
    try {
      List<Integer> pids = new ArrayList<>();
      JsonValue value = Json.parse(output);
      if (value.isNull()) {
        return Optional.of(pids);
      }
      for (JsonValue pid : value.asArray()) {
        pids.add(pid.asInt());
      }
      return Optional.of(pids);
    } catch (ParseException | UnsupportedOperationException | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private void run(List<String> arguments, Consumer<RuntimeResult> done) {
    run(arguments, new Streams(null, null, null), done);
  }

  private void run(List<String> arguments, Streams streams, Consumer<RuntimeResult> done) {
    Optional<String> program = ProgramSearch.find(command.name());
    if (program.isEmpty()) {
      done.accept(
          new RuntimeResult.Failure(
              "exec: \"" + command.name() + "\": executable file not found in $PATH"));
      return;
    }
    long logged = logSize();
    try {
      RuntimeCall.start(
          children,
          program.get(),
          arguments,
          new RuntimeCall.Stdio(streams.input(), streams.output(), streams.error()),
          ended -> done.accept(result(ended, logged)));
    } catch (PosixException e) {
      done.accept(new RuntimeResult.Failure("start " + program.get() + ": " + e.getMessage()));
    }
  }

  private RuntimeResult result(RuntimeCall.Ended ended, long loggedBefore) {
    if (ended.code() == 0) {
      return new RuntimeResult.Success(ended.output());
    }
    String logged = RuntimeLog.lastError(logFrom(loggedBefore));
    if (!logged.isEmpty()) {
      return new RuntimeResult.Failure(logged);
    }
    String printed = ended.output().trim();
    return new RuntimeResult.Failure(
        command.name()
            + " did not terminate successfully: exit status "
            + ended.code()
            + (printed.isEmpty() ? "" : ": " + printed));
  }

  private long logSize() {
    return Files.status(command.log()).map(FileStatus::size).orElse(0L);
  }

  /** What was added to the log since it had {@code start} bytes. */
  private String logFrom(long start) {
    try {
      byte[] all = Files.readAll(command.log());
      int from = (int) Math.min(start, all.length);
      return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (PosixException e) {
      return ""; // no log: the runtime did not come that far
    }
  }
}
