package dev.stevedore.shim.task;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.ParseException;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.events.TaskExecAdded;
import dev.stevedore.lib.ttrpc.options.ProcessDetails;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import dev.stevedore.lib.ttrpc.task.DeleteResponse;
import dev.stevedore.lib.ttrpc.task.ExecProcessRequest;
import dev.stevedore.lib.ttrpc.task.KillRequest;
import dev.stevedore.lib.ttrpc.task.PidsResponse;
import dev.stevedore.lib.ttrpc.task.ProcessInfo;
import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.OciRuntime;
import dev.stevedore.shim.runtime.RuntimeResult;
import dev.stevedore.shim.stdio.Stdio;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The processes that were added to a container. */
final class Execs {
  private final TaskContext context;
  private final String containerId;
  private final String bundle;
  private final RuncOptions options;
  private final OciRuntime runtime;
  private final ExitSequence exits;
  private final Map<String, TaskProcess> processes = new HashMap<>();

  Execs(
      TaskContext context,
      String containerId,
      String bundle,
      RuncOptions options,
      OciRuntime runtime,
      ExitSequence exits) {
    this.context = context;
    this.containerId = containerId;
    this.bundle = bundle;
    this.options = options;
    this.runtime = runtime;
    this.exits = exits;
  }

  TaskProcess get(String execId) {
    TaskProcess process = processes.get(execId);
    if (process == null) {
      throw new TtrpcException(Code.NOT_FOUND, "process does not exist " + execId + ": not found");
    }
    return process;
  }

  /** Keeps what is to be run in a file, for the runtime to read when it is started. */
  void add(ExecProcessRequest request) {
    String execId = request.execId();
    if (processes.containsKey(execId)) {
      throw new TtrpcException(Code.ALREADY_EXISTS, "id " + execId + ": already exists");
    }
    Files.write(specFile(execId), processJson(request.spec(), request.terminal()), 0600);
    Stdio stdio =
        new Stdio(request.stdin(), request.stdout(), request.stderr(), request.terminal());
    processes.put(execId, new TaskProcess(execId, stdio));
    context.publisher().publish(new TaskExecAdded(containerId, execId));
  }

  void start(String execId, Reply reply) {
    TaskProcess process = get(execId);
    if (process.isStarted()) {
      throw new TtrpcException(
          Code.UNKNOWN,
          "cannot start a " + (process.exit() == null ? "running" : "stopped") + " process");
    }
    new ExecStart(
            context,
            containerId,
            options,
            runtime,
            exits,
            process,
            specFile(execId),
            pidFile(execId),
            reply)
        .run();
  }

  void kill(KillRequest request, Reply reply) {
    TaskProcess process = get(request.execId());
    if (process.exit() != null) {
      throw new TtrpcException(Code.NOT_FOUND, "process already finished: not found");
    }
    if (process.pid() == 0) {
      throw new TtrpcException(
          Code.FAILED_PRECONDITION, "process not created: failed precondition");
    }
    try {
      Processes.kill(process.pid(), request.signal());
    } catch (PosixException e) {
      if (e.is(Errno.ESRCH)) {
        throw new TtrpcException(Code.NOT_FOUND, "process already finished: not found");
      }
      throw e;
    }
    reply.succeed();
  }

  void delete(String execId, Reply reply) {
    TaskProcess process = get(execId);
    if (process.isStarted() && process.exit() == null && !process.hasFailed()) {
      throw new TtrpcException(Code.UNKNOWN, "cannot delete a running process");
    }
    Runnable delete =
        () -> {
          process.closeIo();
          processes.remove(execId);
          Files.deleteIfExists(specFile(execId));
          Files.deleteIfExists(pidFile(execId));
          reply.succeed(
              new DeleteResponse(process.pid(), process.exitStatus(), process.exitedAt()));
        };
    if (process.exit() == null) {
      delete.run();
    } else {
      process.whenExited(delete);
    }
  }

  void closeAll() {
    for (TaskProcess process : processes.values()) {
      process.closeIo();
      Files.deleteIfExists(specFile(process.execId()));
    }
    processes.clear();
  }

  /** Answers {@code Pids} with what the runtime listed, saying which process is which exec. */
  void answerPids(RuntimeResult result, Reply reply) {
    switch (result) {
      case RuntimeResult.Failure(String reason) ->
          reply.fail(Code.UNKNOWN, "OCI runtime ps failed: " + reason);
      case RuntimeResult.Success(String output) -> {
        Optional<List<Integer>> pids = OciRuntime.pids(output);
        if (pids.isEmpty()) {
          reply.fail(Code.UNKNOWN, "OCI runtime ps: not a list of pids: " + output.trim());
          return;
        }
        List<ProcessInfo> infos = new ArrayList<>();
        for (int pid : pids.get()) {
          infos.add(new ProcessInfo(pid, details(pid)));
        }
        reply.succeed(new PidsResponse(infos));
      }
    }
  }

  private @Nullable Any details(int pid) {
    for (TaskProcess process : processes.values()) {
      if (process.pid() == pid) {
        return Any.of(ProcessDetails.TYPE, new ProcessDetails(process.execId()));
      }
    }
    return null;
  }

  /** The request's own {@code terminal} counts, not the one in the specification. */
  private static byte[] processJson(@Nullable Any spec, boolean terminal) {
    if (spec == null) {
      throw new TtrpcException(Code.INVALID_ARGUMENT, "exec without a process specification");
    }
    try {
      String json = new String(spec.value(), StandardCharsets.UTF_8);
      return Json.parse(json)
          .asObject()
          .set("terminal", terminal)
          .toString()
          .getBytes(StandardCharsets.UTF_8);
    } catch (ParseException | UnsupportedOperationException e) {
      throw new TtrpcException(Code.INVALID_ARGUMENT, "process specification: " + e.getMessage());
    }
  }

  private String specFile(String execId) {
    return bundle + "/exec-" + execId + ".json";
  }

  private String pidFile(String execId) {
    return bundle + "/exec-" + execId + ".pid";
  }
}
