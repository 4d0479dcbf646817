package dev.stevedore.dockerd.exec;

import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.io.Input;
import dev.stevedore.dockerd.container.io.Output;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One process added to a container; it is forgotten some time after its end. */
public final class Exec {
  private final String id;
  private final Container container;
  private final ExecConfig config;
  private final Input input = new Input();
  private final Output output = new Output();
  private final AtomicBoolean taken = new AtomicBoolean();
  private final CompletableFuture<Integer> exit = new CompletableFuture<>();
  private volatile int pid;
  private volatile @Nullable Instant endedAt;
  private volatile Optional<ProcessPipes> pipes = Optional.empty();

  Exec(String id, Container container, ExecConfig config) {
    this.id = id;
    this.container = container;
    this.config = config;
  }

  /** Its id, 64 hexadecimal digits. */
  public String id() {
    return id;
  }

  /** Where it runs. */
  public Container container() {
    return container;
  }

  /** What it runs. */
  public ExecConfig config() {
    return config;
  }

  /** Its stdin. */
  public Input input() {
    return input;
  }

  /** What it writes. */
  public Output output() {
    return output;
  }

  /** Its process id on the host; 0 before it was started. */
  public int pid() {
    return pid;
  }

  /** Whether it has a process now. */
  public boolean isRunning() {
    return pid != 0 && !exit.isDone();
  }

  /** Its exit code; empty before its end. */
  public OptionalInt exitCode() {
    return exit.isDone() ? OptionalInt.of(exit.join()) : OptionalInt.empty();
  }

  /** Done at its end, with its exit code. */
  public CompletableFuture<Integer> ending() {
    return exit.copy();
  }

  /** Whether it ended at that time or before. */
  boolean hasEndedBy(Instant time) {
    Instant end = endedAt;
    return end != null && !end.isAfter(time);
  }

  CompletableFuture<Integer> exit() {
    return exit;
  }

  void ended(int exitCode) {
    endedAt = Instant.now();
    exit.complete(exitCode);
  }

  /** False if it was started before. */
  boolean takeStart() {
    return taken.compareAndSet(false, true);
  }

  void started(int newPid) {
    pid = newPid;
  }

  void connect(ProcessPipes newPipes) {
    pipes = Optional.of(newPipes);
  }

  Optional<ProcessPipes> pipes() {
    return pipes;
  }
}
