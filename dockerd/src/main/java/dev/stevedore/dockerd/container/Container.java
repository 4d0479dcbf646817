package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.container.io.Input;
import dev.stevedore.dockerd.container.io.Output;
import dev.stevedore.dockerd.container.io.ProcessPipes;
import dev.stevedore.dockerd.logs.ContainerLog;
import dev.stevedore.lib.containerdapi.types.Mount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One container in this daemon's memory: its latest state, and what hangs on its process. */
public final class Container {
  private final ContainerLog log;
  private final Turn turn = new Turn();
  private final Waits waits = new Waits();
  private final Input input = new Input();
  private final Output output = new Output();
  private final Set<String> execs = ConcurrentHashMap.newKeySet();
  private volatile Definition definition;
  private volatile String name;
  private volatile State state;
  private volatile Optional<Health> health = Optional.empty();
  private volatile Optional<ProcessPipes> pipes = Optional.empty();
  private volatile List<Mount> rootfs = List.of();
  private volatile boolean taskless;
  private volatile boolean aboutToRestart;

  Container(Definition definition, String name, State state, ContainerLog log) {
    this.definition = definition;
    this.name = name;
    this.state = state;
    this.log = log;
  }

  /** Its id. */
  public String id() {
    return definition.id();
  }

  /** What it is now; {@code docker update} puts another in its place. */
  public Definition definition() {
    return definition;
  }

  /** Its name, without a slash. */
  public String name() {
    return name;
  }

  /** How it is now. */
  public State state() {
    return state;
  }

  /** How well it is; empty if it has no health check, or was never started. */
  public Optional<Health> health() {
    return health;
  }

  /** What it wrote. */
  public ContainerLog log() {
    return log;
  }

  /** The stdin of its process. */
  public Input input() {
    return input;
  }

  /** The output of its process. */
  public Output output() {
    return output;
  }

  /** The ids of processes added to it. */
  public Set<String> execs() {
    return execs;
  }

  /** Those that wait for its end. */
  public Waits waits() {
    return waits;
  }

  Turn turn() {
    return turn;
  }

  Optional<ProcessPipes> pipes() {
    return pipes;
  }

  /** How to mount its file system; empty if not known yet. */
  List<Mount> rootfs() {
    return rootfs;
  }

  /** Whether containerd has no task of it for sure. */
  boolean isTaskless() {
    return taskless;
  }

  /** Called by the one thread that looks after its health. */
  void become(Health next) {
    health = Optional.of(next);
  }

  // The setters are called in the container's turn only.

  void become(State next) {
    turn.require();
    state = next;
  }

  void define(Definition next) {
    turn.require();
    definition = next;
  }

  void rename(String newName) {
    turn.require();
    name = newName;
  }

  void connect(Optional<ProcessPipes> newPipes) {
    turn.require();
    pipes = newPipes;
  }

  /** It has no task yet, or no longer; or one may have been made. */
  void taskless(boolean surely) {
    taskless = surely;
  }

  /** Whether whoever stops it will start it again, so that it is not removed in between. */
  boolean isAboutToRestart() {
    return aboutToRestart;
  }

  void aboutToRestart(boolean now) {
    aboutToRestart = now;
  }

  void mountedBy(List<Mount> mounts) {
    turn.require();
    rootfs = List.copyOf(mounts);
  }
}
