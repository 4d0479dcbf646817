package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.task.WaitResponse;
import dev.stevedore.lib.ttrpc.wire.Timestamp;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.stdio.ProcessIo;
import dev.stevedore.shim.stdio.Stdio;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A process in a container: its first one, or one added by exec. */
final class TaskProcess {
  private final String execId;
  private final Stdio stdio;
  private final List<Runnable> onExit = new ArrayList<>();
  private @Nullable ProcessIo io;
  private int pid;
  private boolean started;
  private @Nullable Exit exit;
  private boolean exitPublished;
  private boolean failed;

  /** A process that is not running yet; {@code execId} is empty for the first one. */
  TaskProcess(String execId, Stdio stdio) {
    this.execId = execId;
    this.stdio = stdio;
  }

  String execId() {
    return execId;
  }

  Stdio stdio() {
    return stdio;
  }

  /** 0 before the runtime has made it. */
  int pid() {
    return pid;
  }

  void setPid(int pid) {
    this.pid = pid;
  }

  boolean isStarted() {
    return started;
  }

  void setStarted() {
    started = true;
  }

  @Nullable ProcessIo io() {
    return io;
  }

  void setIo(ProcessIo io) {
    this.io = io;
  }

  @Nullable Exit exit() {
    return exit;
  }

  void setExit(Exit exit) {
    this.exit = exit;
  }

  int exitStatus() {
    return exit == null ? 0 : exit.status();
  }

  Timestamp exitedAt() {
    return exit == null ? Timestamp.GO_ZERO : exit.at();
  }

  boolean hasFailed() {
    return failed;
  }

  /** It could not be started: nobody needs to wait for it. */
  void setFailed() {
    failed = true;
    publishExit();
  }

  /** Everybody may know of the exit: its output is copied, its event is sent. */
  void publishExit() {
    exitPublished = true;
    List<Runnable> waiting = List.copyOf(onExit);
    onExit.clear();
    waiting.forEach(Runnable::run);
  }

  /** Runs {@code action} when the exit is published: at once if it is already. */
  void whenExited(Runnable action) {
    if (exitPublished) {
      action.run();
    } else {
      onExit.add(action);
    }
  }

  /** Answers when the process has exited, unless the caller has gone by then. */
  void await(Reply reply) {
    Runnable answer = () -> reply.succeed(new WaitResponse(exitStatus(), exitedAt()));
    whenExited(answer);
    reply.whenOver(() -> onExit.remove(answer));
  }

  /** It is about to run: its input may come. */
  void startInput() {
    if (io != null) {
      io.startInput();
    }
  }

  void closeIo() {
    if (io != null) {
      io.close();
    }
  }
}
