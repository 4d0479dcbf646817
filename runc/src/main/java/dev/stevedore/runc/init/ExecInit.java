package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.console.Console;
import dev.stevedore.runc.mount.Rootfs;
import dev.stevedore.runc.process.ProcessSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A process for a container that runs already.
 *
 * <pre>
 *   exec                                            init
 *     │ setns(pid), clone3 ───────────────────────▶ │ enters its cgroups
 *     │ oom_score_adj                               │ setns(pidfd of the container, all others)
 *     ├─ LIMITED ─────────────────────────────────▶ │ terminal, user, capabilities, program
 *     │ ◀────────────────────────────────── READY ──┤
 *     │ pid file                                    │
 *     ├─ GO ──────────────────────────────────────▶ │ execve
 * </pre>
 */
public final class ExecInit {
  private final Settings settings;
  private final SyncChannel channel;
  private final Parent parent;

  /** Takes what it needs to know, and its end of the channel. */
  public ExecInit(Settings settings, SyncChannel channel) {
    this.settings = settings;
    this.channel = channel;
    this.parent = new Parent(channel);
  }

  /**
   * What it needs to know.
   *
   * @param id the container
   * @param process what to become
   * @param linux the container's configuration
   * @param container pidfd of the container's init
   * @param entrance the way into the container's cgroups
   * @param root the container's root, if it is in this process's mount namespace
   * @param namespaces flags of those to join
   * @param joinsUser whether a user namespace is among them
   * @param console where the terminal's master goes, if there is a terminal
   * @param seccomp the filter of system calls, if there is one
   * @param preservedFds how many descriptors from 3 on the process gets
   * @param keepsKeyring whether the container shares its creator's session keyring
   * @param mayChangeGroups whether setgroups(2) is allowed in its user namespace
   */
  public record Settings(
      String id,
      Process process,
      Linux linux,
      Fd container,
      CgroupEntrance entrance,
      Optional<Fd> root,
      int namespaces,
      boolean joinsUser,
      Optional<Fd> console,
      Optional<byte[]> seccomp,
      int preservedFds,
      boolean keepsKeyring,
      boolean mayChangeGroups) {
    /** The same, with some of the namespaces joined already. */
    Settings without(int joined) {
      return new Settings(
          id,
          process,
          linux,
          container,
          entrance,
          root,
          namespaces & ~joined,
          joinsUser,
          console,
          seccomp,
          preservedFds,
          keepsKeyring,
          mayChangeGroups);
    }

    List<Fd> descriptors(Fd channel) {
      List<Fd> all = new ArrayList<>(entrance.descriptors());
      all.add(channel);
      all.add(container);
      root.ifPresent(all::add);
      console.ifPresent(all::add);
      return all;
    }
  }

  /** Whether setgroups(2) is allowed in the user namespace of a container's init. */
  public static boolean mayChangeGroups(int pid) {
    return ProcessLaunch.mayChangeGroups(Integer.toString(pid));
  }

  /** Becomes the program. Never returns: a failure is told to the parent and ends the process. */
  public RuntimeException run() {
    return Ending.of(parent, this::become);
  }

  /**
   * Makes the process, as a sibling of this one, from inside the container's user namespace, and
   * ends.
   *
   * @param namespaces flags of all the container's
   */
  public RuntimeException makeFromInside(int namespaces) {
    return Ending.of(
        parent,
        () -> {
          int first = namespaces & (Namespaces.USER | Namespaces.PID);
          Namespaces.joinAllOf(settings.container(), first);
          int pid = Namespaces.fork(0, true, settings.entrance().forClone());
          if (pid == 0) {
            throw new ExecInit(settings.without(first), channel).run();
          }
          parent.tellPid(pid);
          throw Processes.exit(0);
        });
  }

  private void become() {
    Process process = settings.process();
    // Before it is seen in the container: who may trace it there could take what it has open.
    Credentials.setDumpable(false);
    Descriptors.closeAllBut(3 + settings.preservedFds(), settings.descriptors(parent.channel()));
    // The cpuset of the cgroup may not have the CPUs of before; the later list is for what it has.
    process
        .execCpuAffinity()
        .ifPresent(cpus -> ProcessSettings.affinity("initial", cpus.initial()));
    settings.entrance().enter();
    process.execCpuAffinity().ifPresent(cpus -> ProcessSettings.affinity("final", cpus.last()));
    Processes.newSession();
    Namespaces.joinAllOf(settings.container(), settings.namespaces());
    settings.root().ifPresent(root -> Rootfs.of(root).enterAlone());
    if (settings.joinsUser()) {
      Credentials.setGroup(0);
      Credentials.setUser(0);
      Credentials.setDumpable(false);
    }
    if (!settings.keepsKeyring()) {
      SessionKeyring.join(settings.id(), parent);
    }
    settings.console().ifPresent(socket -> Console.setUp(socket, process.consoleSize(), false));
    Processes.setFileModeMask((int) process.user().umask().orElse(022));
    ProcessLaunch.applyLabels(process);
    parent.awaitLimits();
    ProcessLaunch launch =
        new ProcessLaunch(
            process,
            settings.linux(),
            settings.preservedFds(),
            List.of(),
            settings.mayChangeGroups());
    launch.prepare(settings.seccomp(), parent);
    parent.ready();
    launch.execute();
  }
}
