package dev.stevedore.dockerd.container;

import java.util.concurrent.CompletableFuture;

/** Those who wait until a container ends, or is removed. */
public final class Waits {
  /**
   * How a wait ended.
   *
   * @param code the exit code
   * @param error what else there is to say; empty if nothing
   */
  public record Result(int code, String error) {}

  private final CompletableFuture<Result> removed = new CompletableFuture<>();
  private volatile CompletableFuture<Result> exit = new CompletableFuture<>();

  /** Done at the next end of the container's process. */
  public CompletableFuture<Result> nextExit() {
    return exit;
  }

  /** Done when the container is gone. */
  public CompletableFuture<Result> removed() {
    return removed;
  }

  void exited(Result result) {
    CompletableFuture<Result> done = exit;
    exit = new CompletableFuture<>();
    done.complete(result);
  }

  void removed(Result result) {
    exited(result);
    removed.complete(result);
  }
}
