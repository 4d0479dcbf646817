package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.hook.HookRunner;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.mount.HostRoot;
import dev.stevedore.runc.resctrl.ResctrlGroup;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.StateDirectory;
import java.util.Map;
import java.util.Optional;

/** Signals to containers, and their end. */
public final class Removal {
  private static final int SIGKILL = 9;
  private static final int SOON_MILLIS = 500;
  private static final int LIMIT_MILLIS = 10_000;

  private final Container container;
  private final Log log;

  public Removal(Container container, Log log) {
    this.container = container;
    this.log = log;
  }

  /**
   * Sends a signal to init; SIGKILL to all processes if no pid namespace ends them with init.
   *
   * @param all whether to signal all processes in any case
   */
  public void signal(int signal, boolean all) {
    boolean isAlive = container.isAlive();
    if (all || (signal == SIGKILL && !hasOwnPids())) {
      signalAll(signal);
      return;
    }
    if (!isAlive) {
      throw new RuncException("container not running");
    }
    send(signal, container.data().pid());
    if (signal == SIGKILL && container.cgroup().isFrozen()) {
      // A frozen process of cgroup v1 dies when it thaws.
      container.cgroup().freeze(false);
    }
  }

  /** Kills what still runs, waits for it, and removes the rest. */
  public void killAndRemove() {
    if (container.isAlive()) {
      try (Fd init = Processes.open(container.data().pid())) {
        signal(SIGKILL, false);
        if (!Poll.readable(init, SOON_MILLIS)) {
          // Perhaps somebody has moved it into a cgroup that is frozen.
          container.cgroup().takeBack(container.data().pid());
          if (!Poll.readable(init, LIMIT_MILLIS)) {
            throw new RuncException("container init still running");
          }
        }
      } catch (PosixException e) {
        if (!e.is(Errno.ESRCH)) {
          throw e;
        }
      }
    }
    remove();
  }

  /**
   * Removes a container whose init has ended: its cgroups and its state; then the poststop hooks.
   */
  public void remove() {
    Cgroup cgroup = container.cgroup();
    if (!hasOwnPids() && cgroup.exists()) {
      signalAll(SIGKILL);
    }
    cgroup.remove();
    undoNoted(container.directory());
    container.directory().remove();
    Hooks hooks = container.data().outline().hooks().orElse(Hooks.NONE);
    try {
      HookRunner.run("poststop", hooks.poststop(), container.state(ContainerStatus.STOPPED));
    } catch (RuncException e) {
      // runtime.md: a failing poststop hook is a warning, as if it had succeeded.
      log.warn(e.getMessage());
    }
  }

  /**
   * Removes what a create has left that was killed: a directory without a state, cgroups, and
   * perhaps an init that has not noticed yet.
   *
   * @param force whether processes are killed; if not, and there are some, nothing happens
   */
  public static void removeUnfinished(StateDirectory directory, boolean force) {
    Map<String, String> paths = directory.readCgroups();
    if (!paths.isEmpty()) {
      Cgroup cgroup = Cgroups.of(paths, Optional.empty());
      if (cgroup.exists() && !cgroup.processes().isEmpty()) {
        if (!force) {
          return;
        }
        signalAll(cgroup, SIGKILL);
      }
      cgroup.remove();
    }
    undoNoted(directory);
    directory.remove();
  }

  /** Undoes what is neither a cgroup nor in the state directory. */
  static void undoNoted(StateDirectory directory) {
    directory.noted(HostRoot.NOTE).ifPresent(HostRoot::clear);
    directory.noted(ResctrlGroup.NOTE).ifPresent(ResctrlGroup::remove);
  }

  private void signalAll(int signal) {
    if (container.cgroup().exists()) {
      signalAll(container.cgroup(), signal);
    } else if (container.isAlive()) {
      // Without a cgroup init is all that is known.
      send(signal, container.data().pid());
    }
  }

  private static void signalAll(Cgroup cgroup, int signal) {
    if (signal == SIGKILL && cgroup.killAll()) {
      return;
    }
    // Frozen, none of them can make another one that would be missed.
    boolean wasFrozen = cgroup.isFrozen();
    if (!wasFrozen) {
      cgroup.freeze(true);
    }
    try {
      cgroup.processes().forEach(pid -> send(signal, pid));
    } finally {
      cgroup.freeze(false);
    }
  }

  private boolean hasOwnPids() {
    return container.data().outline().linux().stream()
        .flatMap(linux -> linux.namespaces().stream())
        .anyMatch(Removal::isOwnPid);
  }

  private static boolean isOwnPid(Namespace namespace) {
    return namespace.type() == NamespaceType.PID && namespace.isNew();
  }

  private static void send(int signal, int pid) {
    try {
      Processes.kill(pid, signal);
    } catch (PosixException e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }
}
