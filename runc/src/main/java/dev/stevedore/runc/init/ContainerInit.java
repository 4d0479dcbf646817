package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Hook;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.posix.Credentials;
import dev.stevedore.lib.posix.Descriptors;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.HostNames;
import dev.stevedore.lib.posix.Loopback;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.config.Annotations;
import dev.stevedore.runc.console.Console;
import dev.stevedore.runc.hook.HookRunner;
import dev.stevedore.runc.mount.CgroupMounter;
import dev.stevedore.runc.mount.DeviceNodes;
import dev.stevedore.runc.mount.Mounter;
import dev.stevedore.runc.mount.PathShields;
import dev.stevedore.runc.mount.Rootfs;
import dev.stevedore.runc.state.ExecFifo;
import java.util.List;

/**
 * Process 1 of a container, from its birth to the user's program. The order of the steps is that of
 * {@link SyncChannel}'s picture.
 */
public final class ContainerInit {
  private final InitSettings settings;
  private final Parent parent;
  private final Spec spec;
  private final Linux linux;
  private final Process process;
  private boolean mayChangeGroups = true;

  /** Takes what it needs to know, and its end of the channel. */
  public ContainerInit(InitSettings settings, SyncChannel channel) {
    this.settings = settings;
    this.parent = new Parent(channel);
    this.spec = settings.spec();
    this.linux = spec.linux().orElseGet(() -> Linux.builder().build());
    this.process = spec.process().orElseThrow();
  }

  /**
   * Becomes the user's program. Never returns: a failure is told to the parent and ends the
   * process.
   *
   * @param hasJoined whether a process in between has joined namespaces already
   */
  public RuntimeException run(boolean hasJoined) {
    return Ending.of(
        parent,
        () -> {
          enterNamespaces(hasJoined);
          finishInside(prepareRoot());
          launch();
        });
  }

  private void enterNamespaces(boolean hasJoined) {
    Processes.setName("runc:[2:INIT]");
    Descriptors.closeAllBut(3 + settings.preservedFds(), settings.descriptors(parent.channel()));
    if (settings.namespaces().createsUser()) {
      // Nobody else is in it yet. Its maps must be written first: of a process that is not
      // dumpable only root may do that.
      parent.awaitMaps();
    }
    Credentials.setDumpable(false);
    settings.entrance().enter();
    if (!hasJoined) {
      NamespaceJoins.join(settings.namespaces().join());
    }
    if (settings.namespaces().changesUser()) {
      Credentials.setGroup(0);
      Credentials.setUser(0);
    }
    mayChangeGroups = ProcessLaunch.mayChangeGroups("self");
    Processes.newSession();
    Processes.setFileModeMask(0);
    if (settings.namespaces().createsNetwork()) {
      Loopback.bringUp();
    }
    if (settings.namespaces().newCgroup()) {
      Namespaces.unshare(Namespaces.CGROUP);
    }
    if (settings.namespaces().newTime()) {
      TimeOffsets.apply(linux.timeOffsets());
    }
    if (!settings.keepsKeyring()) {
      SessionKeyring.create(settings.id(), settings.namespaces().changesUser(), parent);
    }
  }

  private Mounter prepareRoot() {
    String path = settings.bundle().resolve(spec.root().orElseThrow().path());
    boolean sharesMounts = settings.namespaces().sharesMounts();
    Rootfs rootfs = sharesMounts ? Rootfs.of(path) : Rootfs.open(path, linux.rootfsPropagation());
    CgroupMounter cgroups =
        new CgroupMounter(settings.cgroups(), settings.namespaces().newCgroup());
    Mounter mounter =
        new Mounter(rootfs, settings.bundle().path(), cgroups, settings.host(), linux.mountLabel());
    List<Mount> mounts = spec.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      mounter.mount(mounts.get(i), i);
    }
    if (DeviceNodes.areNeeded(mounts)) {
      boolean mustBind = settings.namespaces().changesUser();
      new DeviceNodes(rootfs, mustBind, settings.host().devices()).make(linux.devices());
    }
    parent.awaitLimits();
    spec.hooks().ifPresent(hooks -> hooksBeforePivot(hooks));
    if (sharesMounts) {
      rootfs.enterAlone();
    } else {
      rootfs.enter(settings.noPivot());
    }
    Rootfs.propagate(linux.rootfsPropagation());
    return mounter;
  }

  private void hooksBeforePivot(Hooks hooks) {
    if (!hooks.prestart().isEmpty() || !hooks.createRuntime().isEmpty()) {
      parent.runHooks();
    }
    HookRunner.run("createContainer", hooks.createContainer(), state(ContainerStatus.CREATING));
  }

  private void finishInside(Mounter mounter) {
    StandardStreams.reopenDevNull();
    Files.makeDirectories(process.cwd(), 0755);
    settings.console().ifPresent(socket -> Console.setUp(socket, process.consoleSize(), true));
    mounter.finish();
    if (spec.root().orElseThrow().readonly()) {
      Rootfs.makeReadOnly("/");
    }
    Processes.setFileModeMask((int) process.user().umask().orElse(022));
    if (!spec.hostname().isEmpty()) {
      HostNames.setHostName(spec.hostname());
    }
    if (!spec.domainname().isEmpty()) {
      HostNames.setDomainName(spec.domainname());
    }
    KernelParameters.write(linux.sysctl());
    ProcessLaunch.applyLabels(process);
    PathShields.makeReadOnly(linux.readonlyPaths());
    PathShields.hide(linux.maskedPaths());
  }

  private void launch() {
    ProcessLaunch launch =
        new ProcessLaunch(
            process,
            linux,
            settings.preservedFds(),
            settings.execFifo().map(List::of).orElse(List.of()),
            mayChangeGroups && !Annotations.isOn(spec, Annotations.KEEP_GROUPS));
    launch.prepare(linux.seccomp().map(rules -> parent.seccomp()), parent);
    parent.ready();
    if (settings.execFifo().isPresent()) {
      parent.close();
      ExecFifo.await(settings.execFifo().get());
    }
    List<Hook> hooks = spec.hooks().map(Hooks::startContainer).orElse(List.of());
    HookRunner.run("startContainer", hooks, state(ContainerStatus.CREATED));
    launch.execute();
  }

  private State state(ContainerStatus status) {
    return new State(
        Spec.VERSION,
        settings.id(),
        status,
        Processes.self(),
        settings.bundle().path(),
        spec.annotations());
  }
}
