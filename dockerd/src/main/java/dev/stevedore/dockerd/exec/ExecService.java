package dev.stevedore.dockerd.exec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.container.State;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.containerd.TaskService;
import dev.stevedore.dockerd.spec.ExecSpec;
import dev.stevedore.dockerd.spec.UserDatabase;
import dev.stevedore.lib.containerdapi.task.Process;
import dev.stevedore.lib.containerdapi.task.Status;
import dev.stevedore.lib.oci.reference.Ids;
import dev.stevedore.lib.oci.runtime.ConsoleSize;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker exec}.
 *
 * <pre>
 * create: remember ▶ start: FIFOs ▶ Tasks.Exec ▶ Tasks.Start ▶ … ▶ exit event ▶ DeleteProcess
 * </pre>
 */
public final class ExecService {
  private static final Logger LOG = LoggerFactory.getLogger(ExecService.class);
  private static final Duration DRAIN = Duration.ofSeconds(2);

  /** How a process ended that nobody saw end. */
  private static final int UNKNOWN_EXIT = 255;

  /** How long the exit code of an ended process can be asked for. */
  private static final Duration MEMORY = Duration.ofMinutes(10);

  private final EngineParts engine;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, Exec> execs = new ConcurrentHashMap<>();
  private final AtomicInteger gaps = new AtomicInteger();

  /** Adds processes to containers of an engine. */
  public ExecService(EngineParts engine) {
    this.engine = engine;
  }

  /**
   * Prepares a process.
   *
   * @throws ApiException.Conflict if the container does not run
   */
  public Exec create(Container container, ExecConfig config) {
    requireRunning(container);
    String id =
        Ids.generate(
            () -> {
              byte[] bytes = new byte[32];
              random.nextBytes(bytes);
              return bytes;
            });
    Instant longAgo = Instant.now().minus(MEMORY);
    execs.values().removeIf(old -> isForgotten(old) || old.hasEndedBy(longAgo));
    Exec exec = new Exec(id, container, config);
    execs.put(id, exec);
    container.execs().add(id);
    publish(exec, "exec_create: " + String.join(" ", config.command()));
    return exec;
  }

  private static void requireRunning(Container container) {
    State state = container.state();
    if (!state.isRunning()) {
      throw new ApiException.Conflict("container " + container.id() + " is not running");
    }
    if (state.status() == State.Status.PAUSED) {
      throw new ApiException.Conflict(
          "container " + container.id() + " is paused, unpause the container before exec");
    }
  }

  /**
   * Finds a process.
   *
   * @throws ApiException.NotFound with Docker's text
   */
  public Exec find(String id) {
    Exec exec = execs.get(id);
    if (exec == null) {
      throw new ApiException.NotFound("No such exec instance: " + id);
    }
    return exec;
  }

  /**
   * Claims the right to start a process; before the connection is taken over, so that a refusal is
   * an HTTP error.
   *
   * @throws ApiException.Conflict if it was started before, or cannot be now
   */
  public void claim(Exec exec) {
    requireRunning(exec.container());
    if (!exec.takeStart()) {
      throw new ApiException.Conflict(
          exec.exit().isDone()
              ? "exec command " + exec.id() + " has already run"
              : "exec command " + exec.id() + " is already running");
    }
  }

  /**
   * Starts a claimed process.
   *
   * @param size of its terminal, if it has one and the client says
   * @throws ApiException with the runtime's text, if it cannot be started; its exit code is then
   *     set
   */
  public void start(Exec exec, Optional<ConsoleSize> size) {
    Container container = exec.container();
    ExecConfig config = exec.config();
    ProcessPipes pipes =
        new ProcessPipes(
            engine.places().fifos(container.id()),
            exec.id(),
            config.attachStdin(),
            config.tty(),
            engine.poller());
    exec.connect(pipes);
    int gapsBefore = gaps.get();
    try {
      String spec = spec(exec, size);
      pipes.open(exec.output(), Optional.empty());
      TaskService.Stdio stdio =
          new TaskService.Stdio(pipes.stdin(), pipes.stdout(), pipes.stderr(), config.tty());
      engine.tasks().exec(container.id(), exec.id(), spec, stdio);
      int pid = engine.tasks().start(container.id(), exec.id());
      exec.started(pid);
      pipes.connect(exec.input(), () -> closeStdin(exec));
    } catch (StatusRuntimeException e) {
      String text = GrpcErrors.text(e);
      failed(exec, pipes, exitCode(text));
      throw new ApiException.BadParameter(
          text.startsWith("OCI runtime exec failed") ? text : "OCI runtime exec failed: " + text,
          e);
    } catch (ApiException e) {
      failed(exec, pipes, 126);
      throw e;
    } catch (IOException e) {
      failed(exec, pipes, 126);
      throw new ApiException.Internal(
          "exec in container " + container.id() + ": " + e.getMessage(), e);
    }
    publish(exec, "exec_start: " + String.join(" ", config.command()));
    if (gaps.get() != gapsBefore) {
      compare(exec); // its end may be among the events that were missed
    }
  }

  /** 127: no such program; 126: it cannot be run, or anything else. */
  static int exitCode(String text) {
    return text.contains("executable file not found") || text.contains("no such file or directory")
        ? 127
        : 126;
  }

  private String spec(Exec exec, Optional<ConsoleSize> size) throws IOException {
    HostConfig host = exec.container().definition().host();
    String user =
        exec.config().user().isEmpty()
            ? exec.container().definition().config().user()
            : exec.config().user();
    UserDatabase users = engine.users(exec.container());
    return ExecSpec.of(
            exec.container()
                .definition()
                .config()
                .withVariables(engine.networks().variables(engine.facts(exec.container()))),
            host,
            new ExecSpec.Wish(
                exec.config().command(),
                exec.config().env(),
                exec.config().workingDir(),
                exec.config().tty(),
                exec.config().tty() ? size : Optional.empty(),
                exec.config().privileged()),
            users.resolve(user, host.groupAdd()),
            engine.specs())
        .toJson()
        .toString();
  }

  private void failed(Exec exec, ProcessPipes pipes, int exitCode) {
    pipes.close();
    exec.input().end();
    exec.ended(exitCode);
    exec.container().execs().remove(exec.id());
    try {
      engine.tasks().deleteProcess(exec.container().id(), exec.id());
    } catch (StatusRuntimeException e) {
      LOG.debug("exec {}: {}", exec.id(), GrpcErrors.text(e));
    }
    exec.output().end();
  }

  private void closeStdin(Exec exec) {
    try {
      engine.tasks().closeStdin(exec.container().id(), exec.id());
    } catch (StatusRuntimeException e) {
      LOG.debug("exec {}: close stdin: {}", exec.id(), GrpcErrors.text(e));
    }
  }

  /** A process has ended, as an event says. */
  public void exited(String id, int exitCode) {
    Exec exec = execs.get(id);
    if (exec == null || exec.exit().isDone()) {
      return;
    }
    try {
      if (exec.pipes().isPresent()) {
        exec.pipes().get().drain(DRAIN);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exec.ended(exitCode);
    exec.container().execs().remove(id);
    exec.pipes().ifPresent(ProcessPipes::close);
    exec.input().end();
    exec.output().end();
    Map<String, String> more = new HashMap<>();
    more.put("exitCode", Integer.toString(exitCode));
    publish(exec, "exec_die", more);
    try {
      engine.tasks().deleteProcess(exec.container().id(), id);
    } catch (StatusRuntimeException e) {
      LOG.debug("exec {}: {}", id, GrpcErrors.text(e));
    }
  }

  /** Events may have been missed: asks how each process is that should run. */
  public void resync() {
    gaps.incrementAndGet();
    for (Exec exec : execs.values()) {
      if (exec.isRunning()) {
        compare(exec);
      }
    }
  }

  private void compare(Exec exec) {
    try {
      Optional<Process> process = engine.tasks().get(exec.container().id(), exec.id());
      if (process.isEmpty() || process.get().getStatus() == Status.STOPPED) {
        exited(exec.id(), process.map(Process::getExitStatus).orElse(UNKNOWN_EXIT));
      }
    } catch (StatusRuntimeException e) {
      LOG.warn("exec {}: {}", exec.id(), GrpcErrors.text(e));
    }
  }

  /** A container has ended, and all processes in it. */
  public void containerExited(Container container) {
    for (String id : container.execs()) {
      Exec exec = execs.get(id);
      if (exec != null && exec.isRunning()) {
        exited(id, 137);
      }
    }
  }

  /** Nobody will ask for this process again; if it still runs, once it has ended. */
  public void forget(Exec exec) {
    var _ = exec.exit().thenRun(() -> execs.remove(exec.id()));
  }

  /** Whether its container is gone, and with it the memory of its processes. */
  private boolean isForgotten(Exec exec) {
    return engine.registry().byId(exec.container().id()).isEmpty();
  }

  /** Sets the size of a process's terminal, in characters. */
  public void resize(Exec exec, int height, int width) {
    if (!exec.isRunning()) {
      throw new ApiException.Conflict("exec process is not running: " + exec.id());
    }
    try {
      engine.tasks().resize(exec.container().id(), exec.id(), width, height);
    } catch (StatusRuntimeException e) {
      throw new ApiException.Internal("resize exec " + exec.id() + ": " + GrpcErrors.text(e), e);
    }
  }

  private void publish(Exec exec, String action) {
    publish(exec, action, new HashMap<>());
  }

  private void publish(Exec exec, String action, Map<String, String> more) {
    more.put("execID", exec.id());
    engine.publish(exec.container(), action, more);
  }
}
