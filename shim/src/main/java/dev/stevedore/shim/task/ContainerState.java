package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.task.TaskStatus;
import dev.stevedore.shim.rpc.Reply;

/** The state a container is in, and the refusal of what may not be done in it. */
final class ContainerState {
  private final TaskProcess init;
  private boolean created;
  private boolean paused;
  private boolean pausing;

  /** That of a container that its runtime has not made yet. */
  ContainerState(TaskProcess init) {
    this.init = init;
  }

  boolean isCreated() {
    return created;
  }

  void setCreated() {
    created = true;
  }

  boolean isPaused() {
    return paused;
  }

  void setPaused(boolean paused) {
    this.paused = paused;
  }

  /** The runtime is about to pause it. */
  void setPausing(boolean pausing) {
    this.pausing = pausing;
  }

  /** That of the container, which is that of its first process. */
  TaskStatus status() {
    return status(init);
  }

  /**
   * That of one of its processes. As with containerd's shim, an added one that could not be started
   * is no more than created.
   */
  TaskStatus status(TaskProcess process) {
    if (process.exit() != null || (process.hasFailed() && process == init)) {
      return TaskStatus.STOPPED;
    }
    if (pausing) {
      return TaskStatus.PAUSING;
    }
    if (paused) {
      return TaskStatus.PAUSED;
    }
    return process.isStarted() && !process.hasFailed() ? TaskStatus.RUNNING : TaskStatus.CREATED;
  }

  /**
   * Refuses what needs a running container.
   *
   * @throws TtrpcException when the first process has ended
   */
  void requireRunningInit(String id) {
    if (init.exit() != null) {
      throw new TtrpcException(
          Code.FAILED_PRECONDITION,
          "container " + id + " init process is not running: failed precondition");
    }
  }

  /** Answers that this cannot be done in the state it is in, and ends the operation. */
  void refuse(String verb, Reply reply, Runnable done) {
    reply.fail(Code.UNKNOWN, refusal(verb));
    done.run();
  }

  /** In containerd's words, which clients may look for. */
  private String refusal(String verb) {
    boolean aboutProcess = verb.equals("start") || verb.equals("delete");
    return switch (status()) {
      case CREATED ->
          "cannot " + verb + (verb.equals("checkpoint") ? " a" : "") + " task in created state";
      case RUNNING -> "cannot " + verb + " a running process";
      case PAUSED, PAUSING, STOPPED, UNKNOWN ->
          "cannot " + verb + " a " + name() + (aboutProcess ? " process" : " container");
    };
  }

  private String name() {
    return switch (status()) {
      case CREATED -> "created";
      case RUNNING -> "running";
      case STOPPED -> "stopped";
      case PAUSED -> "paused";
      case PAUSING -> "pausing";
      case UNKNOWN -> "unknown";
    };
  }
}
