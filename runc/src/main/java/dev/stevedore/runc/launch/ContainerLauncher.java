package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.cgroup.CgroupOwner;
import dev.stevedore.runc.cgroup.NewCgroup;
import dev.stevedore.runc.cgroup.SubCgroups;
import dev.stevedore.runc.config.Annotations;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.config.SpecChecks;
import dev.stevedore.runc.init.Child;
import dev.stevedore.runc.init.ContainerInit;
import dev.stevedore.runc.init.InitSettings;
import dev.stevedore.runc.init.IntermediateProcess;
import dev.stevedore.runc.init.SyncChannel;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.mount.HostRoot;
import dev.stevedore.runc.namespace.NamespacePlan;
import dev.stevedore.runc.namespace.NetDevices;
import dev.stevedore.runc.namespace.UserMaps;
import dev.stevedore.runc.process.SecurityLabels;
import dev.stevedore.runc.resctrl.ResctrlGroup;
import dev.stevedore.runc.seccomp.SeccompCache;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.ContainerId;
import dev.stevedore.runc.state.ContainerRecord;
import dev.stevedore.runc.state.ProcessStat;
import dev.stevedore.runc.state.StateDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a container: the outer half of {@link SyncChannel}'s picture. What was made is unmade if
 * any step fails.
 */
public final class ContainerLauncher {
  private static final int SIGKILL = 9;

  private final String root;
  private final Log log;
  private Optional<ReadinessSocket> readiness = Optional.empty();

  /** Takes where states are. */
  public ContainerLauncher(String root, Log log) {
    this.root = root;
    this.log = log;
  }

  /**
   * Makes the container, up to where its init waits for start.
   *
   * @param console where init sends its terminal's master; closed when init has it
   * @param waits whether init waits; if not, it goes on at once
   */
  public Container launch(
      String id, Bundle bundle, LaunchOptions options, Optional<Fd> console, boolean waits) {
    ContainerId.check(id);
    SpecChecks.check(bundle.spec());
    bundle.spec().process().ifPresent(SecurityLabels::check);
    Spec spec = SecurityLabels.usable(bundle.spec(), log);
    Linux linux = spec.linux().orElseGet(() -> Linux.builder().build());
    StateDirectory directory = StateDirectory.create(root, id);
    try {
      Bundle told = bundle.with(ReadinessSocket.announce(spec, directory));
      readiness = waits ? Optional.empty() : ReadinessSocket.open(directory);
      Birth birth = new Birth(id, told, options, directory, linux);
      try {
        return birth.run(console, waits);
      } catch (RuntimeException e) {
        birth.cgroup.ifPresent(this::undo);
        Removal.undoNoted(directory);
        throw e;
      }
    } catch (RuntimeException e) {
      directory.remove();
      throw e;
    }
  }

  /** The socket on which a container that does not wait for start says that it is ready. */
  public Optional<ReadinessSocket> readiness() {
    return readiness;
  }

  private void undo(Cgroup cgroup) {
    try {
      cgroup.remove();
    } catch (RuntimeException e) {
      log.warn("unable to remove the cgroup of a container that failed: " + e.getMessage());
    }
  }

  /** One container's making. */
  private final class Birth {
    private final String id;
    private final Bundle bundle;
    private final Spec spec;
    private final Process process;
    private final Linux linux;
    private final LaunchOptions options;
    private final StateDirectory directory;
    private final NewCgroup newCgroup;
    private final NamespacePlan plan;
    private Optional<Cgroup> cgroup = Optional.empty();

    Birth(String id, Bundle bundle, LaunchOptions options, StateDirectory directory, Linux linux) {
      this.id = id;
      this.bundle = bundle;
      this.spec = bundle.spec();
      this.process = spec.process().orElseThrow();
      this.linux = linux;
      this.options = options;
      this.directory = directory;
      this.newCgroup =
          new NewCgroup(
              options.cgroups(), linux.cgroupsPath(), id, options.rootless(), spec.annotations());
      this.plan = NamespacePlan.of(linux.namespaces());
    }

    Container run(Optional<Fd> console, boolean waits) {
      if (plan.sharesMounts()) {
        mountRoot();
      }
      Optional<Fd> fifo = waits ? Optional.of(directory.execFifo().create()) : Optional.empty();
      if (!newCgroup.needsProcess()) {
        cgroup = Optional.of(newCgroup.make(directory::writeCgroups));
      }
      InitSettings settings =
          new InitSettings(
              id,
              bundle,
              plan,
              cgroup.map(Cgroup::paths).orElse(Map.of()),
              cgroup
                  .map(made -> made.open(SubCgroups.NONE))
                  .orElseGet(() -> new CgroupEntrance(List.of(), Optional.empty())),
              newCgroup.needsProcess(),
              console,
              fifo,
              MountPreparation.open(bundle, linux, plan),
              options.preservedFds(),
              options.noPivot(),
              options.keepsKeyring());
      SyncChannel.Ends ends = SyncChannel.open();
      int pid = fork(settings, ends);
      ends.inner().close();
      settings.entrance().close();
      fifo.ifPresent(Fd::close);
      console.ifPresent(Fd::close);
      settings.host().close();
      try (Child child = new Child(ends.outer(), "error during container init: ", log)) {
        int init = isDirect() ? pid : awaitInit(pid, child);
        try {
          Container container = raise(init, child);
          if (!waits && options.detach()) {
            child.awaitExecution();
          }
          return container;
        } catch (RuncException | PosixException e) {
          // What fails out here may fail because init has failed, and is gone.
          Optional<String> failure = child.failure();
          kill(init);
          if (failure.isPresent()) {
            throw new RuncException("unable to start container process: " + failure.get());
          }
          throw new RuncException("unable to start container process", e);
        } catch (RuntimeException e) {
          kill(init);
          throw e;
        }
      }
    }

    /** In this mount namespace, which is init's too. */
    private void mountRoot() {
      try (HostRoot hostRoot = HostRoot.open(bundle.resolve(spec.root().orElseThrow().path()))) {
        directory.note(HostRoot.NOTE, hostRoot.description());
        hostRoot.attach();
      }
    }

    private int fork(InitSettings settings, SyncChannel.Ends ends) {
      int pid =
          isDirect()
              ? Namespaces.fork(plan.create(), false, settings.entrance().forClone())
              : Processes.fork();
      if (pid > 0) {
        return pid;
      }
      ends.outer().close();
      if (isDirect()) {
        throw new ContainerInit(settings, ends.inner()).run(false);
      }
      throw new IntermediateProcess(settings, ends.inner()).run();
    }

    private boolean isDirect() {
      return !plan.needsIntermediate() && !newCgroup.needsProcess();
    }

    private int awaitInit(int intermediate, Child child) {
      try {
        if (newCgroup.needsProcess()) {
          cgroup = Optional.of(newCgroup.around(intermediate));
          child.entered();
        }
        return child.awaitPid();
      } catch (RuncException | PosixException e) {
        end(intermediate);
        throw e;
      } finally {
        Processes.await(intermediate);
      }
    }

    private Container raise(int pid, Child child) {
      if (plan.createsUser()) {
        UserMaps.write(pid, linux);
        child.mapped();
      }
      NetDevices.move(linux.netDevices(), pid);
      Resources resources = linux.resources().orElseGet(() -> Resources.builder().build());
      cgroup.orElseThrow().limitDevices(resources);
      cgroup.orElseThrow().limit(resources);
      CgroupOwner.of(spec).ifPresent(cgroup.orElseThrow()::giveTo);
      OomScore.set(pid, process.oomScoreAdj());
      linux.intelRdt().ifPresent(settings -> enterResctrl(settings, pid));
      child.limited();
      if (linux.seccomp().isPresent()) {
        byte[] filter =
            new SeccompCache(StateDirectory.sharedOf(root, "seccomp"))
                .compile(linux.seccomp().get(), Annotations.isOn(spec, Annotations.SECCOMP_STRICT));
        child.seccomp(filter);
        directory.writeSeccomp(filter);
      }
      child.awaitReady(new InitServices(spec, state(pid, ContainerStatus.CREATING)));
      Container container = new Container(directory, data(pid));
      directory.write(container.data());
      options
          .pidfdSocket()
          .or(() -> Optional.ofNullable(spec.annotations().get(Annotations.PIDFD_RECEIVER)))
          .ifPresent(path -> PidFile.send(path, pid, "standard"));
      child.go();
      directory.writeForCrun(container.data(), bundle.config(), options.detach());
      options.pidFile().ifPresent(path -> PidFile.write(path, pid));
      return container;
    }

    private void enterResctrl(IntelRdt settings, int pid) {
      ResctrlGroup group = ResctrlGroup.of(settings, id);
      directory.note(ResctrlGroup.NOTE, String.join("\n", group.toBeMade()));
      group.create();
      group.enter(pid);
    }

    private ContainerRecord data(int pid) {
      long startTicks =
          ProcessStat.of(pid)
              .map(ProcessStat::startTicks)
              .orElseThrow(
                  () -> new RuncException("container init ended right after it was ready"));
      return new ContainerRecord(
          id,
          pid,
          startTicks,
          Clock.realtimeNanos(),
          bundle.path(),
          cgroup.orElseThrow().paths(),
          cgroup.orElseThrow().systemdUnit(),
          options.keepsKeyring(),
          spec.toBuilder().linux(linux.withoutSeccompRules()).build());
    }

    private State state(int pid, ContainerStatus status) {
      return new State(Spec.VERSION, id, status, pid, bundle.path(), spec.annotations());
    }

    private void kill(int pid) {
      end(pid);
      Processes.await(pid);
    }

    private void end(int pid) {
      try {
        Processes.kill(pid, SIGKILL);
      } catch (PosixException e) {
        // It has ended by itself.
        log.debug("kill of a failed init: " + e.getMessage());
      }
    }
  }
}
