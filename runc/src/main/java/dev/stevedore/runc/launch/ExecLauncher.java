package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.cgroup.SubCgroups;
import dev.stevedore.runc.config.SpecChecks;
import dev.stevedore.runc.init.Child;
import dev.stevedore.runc.init.ExecInit;
import dev.stevedore.runc.init.SyncChannel;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.namespace.NamespacePlan;
import dev.stevedore.runc.process.SecurityLabels;
import dev.stevedore.runc.resctrl.ResctrlGroup;
import dev.stevedore.runc.state.Container;
import java.util.Optional;

/** Puts another process into a container: the outer half of {@link ExecInit}'s picture. */
public final class ExecLauncher {
  private static final int SIGKILL = 9;

  private final Container container;
  private final Spec spec;
  private final Log log;

  /**
   * Takes where it goes.
   *
   * @param spec the container's configuration
   */
  public ExecLauncher(Container container, Spec spec, Log log) {
    this.container = container;
    this.spec = spec;
    this.log = log;
  }

  /**
   * Launches the process.
   *
   * @param console where it sends its terminal's master; closed when it has it
   * @param subCgroups those below the container's to put it in
   * @return its pid; this process is its parent
   */
  public int launch(
      Process process, LaunchOptions options, Optional<Fd> console, SubCgroups subCgroups) {
    SpecChecks.check(process);
    SecurityLabels.check(process);
    Linux linux = spec.linux().orElseGet(() -> Linux.builder().build());
    int namespaces = NamespacePlan.flagsOfAll(linux.namespaces());
    SyncChannel.Ends ends = SyncChannel.open();
    try (Fd init = openInit();
        CgroupEntrance entrance = container.cgroup().open(subCgroups)) {
      Optional<Fd> root =
          (namespaces & Namespaces.MOUNT) == 0 ? Optional.of(openRoot()) : Optional.empty();
      ExecInit.Settings settings =
          new ExecInit.Settings(
              container.data().id(),
              process,
              linux,
              init,
              entrance,
              root,
              namespaces & ~Namespaces.PID,
              linux.namespaces().stream().anyMatch(n -> n.type() == NamespaceType.USER),
              console,
              container.directory().readSeccomp(),
              options.preservedFds(),
              container.data().keepsKeyring(),
              ExecInit.mayChangeGroups(container.data().pid()));
      // Who is not root has rights over the other namespaces only from inside the user namespace,
      // out of which there is no way back: another process goes there.
      boolean isDirect = Processes.userId() == 0 || !settings.joinsUser();
      if (isDirect && (namespaces & Namespaces.PID) != 0) {
        // Only children are born into it: this process stays where it is.
        Namespaces.joinAllOf(init, Namespaces.PID);
      }
      // The child is seen in the container from its first moment on.
      Credentials.setDumpable(false);
      int child = isDirect ? fork(entrance, subCgroups) : Processes.fork();
      if (child == 0) {
        ends.outer().close();
        ExecInit inside = new ExecInit(settings, ends.inner());
        throw isDirect ? inside.run() : inside.makeFromInside(namespaces);
      }
      ends.inner().close();
      root.ifPresent(Fd::close);
      console.ifPresent(Fd::close);
      return raise(child, isDirect, new Child(ends.outer(), "", log), process, options);
    }
  }

  /**
   * Into the container's cgroup; if that has handed its controllers down, and so takes no more
   * processes, into the one that init is in.
   */
  private int fork(CgroupEntrance entrance, SubCgroups subCgroups) {
    try {
      return Namespaces.fork(0, false, entrance.forClone());
    } catch (PosixException e) {
      if (!e.is(Errno.EBUSY) || !subCgroups.isEmpty()) {
        throw e;
      }
      log.debug("exec into the cgroup of init: " + e.getMessage());
      try (CgroupEntrance ofInit =
          Cgroups.ofProcess(container.data().pid()).open(SubCgroups.NONE)) {
        return Namespaces.fork(0, false, ofInit.forClone());
      }
    }
  }

  private int raise(
      int forked, boolean isDirect, Child channel, Process process, LaunchOptions options) {
    try (channel) {
      int pid = forked;
      if (!isDirect) {
        try {
          pid = channel.awaitPid();
        } finally {
          Processes.await(forked);
        }
      }
      try {
        raise(pid, channel, process, options);
        return pid;
      } catch (RuncException | PosixException e) {
        kill(pid);
        throw e;
      }
    }
  }

  private void raise(int pid, Child child, Process process, LaunchOptions options) {
    OomScore.set(pid, process.oomScoreAdj());
    spec.linux().flatMap(Linux::intelRdt).ifPresent(rdt -> enter(rdt, pid));
    child.limited();
    child.awaitReady(new InitServices(spec, pid, container.state(ContainerStatus.RUNNING)));
    options.pidFile().ifPresent(path -> PidFile.write(path, pid));
    options.pidfdSocket().ifPresent(path -> PidFile.send(path, pid, "setns"));
    child.go();
    if (options.detach()) {
      child.awaitExecution();
    }
  }

  /** It is a child of this process, which is in another group; a group that is gone is no bar. */
  private void enter(IntelRdt settings, int pid) {
    ResctrlGroup group = ResctrlGroup.of(settings, container.data().id());
    if (group.exists()) {
      group.enter(pid);
    }
  }

  /** A pidfd of the container's init, and not of a process that got its pid later. */
  private Fd openInit() {
    try {
      Fd init = Processes.open(container.data().pid());
      if (container.isAlive()) {
        return init;
      }
      init.close();
    } catch (PosixException e) {
      log.debug("pidfd of init: " + e.getMessage());
    }
    throw new RuncException("cannot exec in a stopped container");
  }

  /** The root of init, which is all that an exec without a mount namespace to join has. */
  private Fd openRoot() {
    return Files.open(
        "/proc/" + container.data().pid() + "/root", OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
  }

  private void kill(int pid) {
    try {
      Processes.kill(pid, SIGKILL);
    } catch (PosixException e) {
      log.debug("kill of a failed exec: " + e.getMessage());
    }
    Processes.await(pid);
  }
}
