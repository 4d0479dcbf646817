package dev.stevedore.runc.criu;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.NewCgroup;
import dev.stevedore.runc.cgroup.SubCgroups;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.hook.HookRunner;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.mount.MountOptions;
import dev.stevedore.runc.mount.Rootfs;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.ContainerRecord;
import dev.stevedore.runc.state.ProcessStat;
import dev.stevedore.runc.state.StateDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a container back from files. */
public final class Restore {
  private static final String LOG = "restore.log";
  private static final int FIRST_INHERITED = 4;

  private final String id;
  private final Bundle bundle;
  private final Linux linux;
  private final CriuFlags flags;
  private final Log log;
  private Optional<Cgroup> cgroup = Optional.empty();
  private Optional<Container> restored = Optional.empty();

  /** Takes the container's name, its bundle, and how to bring it back. */
  public Restore(String id, Bundle bundle, CriuFlags flags, Log log) {
    this.id = id;
    this.bundle = bundle;
    this.linux = bundle.spec().linux().orElseGet(() -> Linux.builder().build());
    this.flags = flags;
    this.log = log;
  }

  /**
   * Brings it back; its init is a child of this process then.
   *
   * @param directory of its state
   * @param newCgroup the container's, to be made
   * @param console gets its terminal's master, if it has one
   */
  public Container load(StateDirectory directory, NewCgroup newCgroup, Optional<Fd> console) {
    String root = directory.makeDirectory("criu-root");
    flags.work().ifPresent(path -> Files.makeDirectories(path, 0700));
    int open = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
    String rootfs = bundle.resolve(bundle.spec().root().orElseThrow().path());
    // CRIU wants a mount of its own as the root.
    Mounts.mount(rootfs, root, "", Mounts.BIND | Mounts.RECURSIVE, "");
    try (Fd images = Files.open(flags.images(), open, 0);
        Fd work = Files.open(flags.work().orElse(flags.images()), open, 0)) {
      makeMountPoints(rootfs);
      CriuOptions options =
          new CriuOptions(images.number(), LOG, root)
              .of(flags)
              .configuredFor(bundle.spec())
              .workDirectory(work.number())
              .evasiveDevices()
              .siblingOfCriu();
      if (!linux.maskedPaths().isEmpty()) {
        options.mount("/dev/null", "/dev/null");
      }
      List<Fd> inherited = new ArrayList<>();
      inheritStreams(options, inherited);
      inheritNamespaces(options, inherited);
      try (CriuProcess criu = start(newCgroup, directory, inherited)) {
        ContainerMounts.outside(bundle.spec(), bundle.path(), cgroup.orElseThrow().paths())
            .forEach(options::mount);
        cgroupRoots(criu.pid(), options);
        criu.request(
            CriuRequest.Kind.RESTORE,
            options,
            (notification, passed) -> notified(notification, passed, directory, console));
      }
      return restored.orElseThrow(() -> new RuncException("criu has restored no process"));
    } catch (RuncException e) {
      CriuLog.show(flags.work().orElse(flags.images()) + "/" + LOG, log);
      throw e;
    } finally {
      Mounts.detach(root);
      Files.deleteDirectory(root);
    }
  }

  /** The cgroup that was made, to be removed if it comes to nothing. */
  public Optional<Cgroup> cgroup() {
    return cgroup;
  }

  private CriuProcess start(NewCgroup newCgroup, StateDirectory directory, List<Fd> inherited) {
    if (newCgroup.needsProcess()) {
      return CriuProcess.startAround(inherited, pid -> cgroup = Optional.of(newCgroup.around(pid)));
    }
    Cgroup made = newCgroup.make(directory::writeCgroups);
    cgroup = Optional.of(made);
    return CriuProcess.start(made.open(SubCgroups.NONE), inherited);
  }

  private void notified(
      CriuResponse notification,
      Optional<Fd> passed,
      StateDirectory directory,
      Optional<Fd> console) {
    int pid = notification.pid();
    switch (notification.script()) {
      case "setup-namespaces" -> {
        Hooks hooks = bundle.spec().hooks().orElse(Hooks.NONE);
        State state =
            new State(
                Spec.VERSION,
                id,
                ContainerStatus.CREATING,
                pid,
                bundle.path(),
                bundle.spec().annotations());
        HookRunner.run("prestart", hooks.prestart(), state);
        HookRunner.run("createRuntime", hooks.createRuntime(), state);
      }
      case "post-restore" -> {
        ContainerRecord data = data(pid, cgroup.orElseThrow());
        directory.write(data);
        restored = Optional.of(new Container(directory, data));
      }
      case "orphan-pts-master" -> {
        if (console.isPresent() && passed.isPresent()) {
          FdPassing.send(console.get(), passed.get(), "orphan-pts-master");
        }
      }
      default -> log.debug("criu: " + notification.script());
    }
    passed.ifPresent(Fd::close);
  }

  private ContainerRecord data(int pid, Cgroup of) {
    long start =
        ProcessStat.of(pid)
            .map(ProcessStat::startTicks)
            .orElseThrow(() -> new RuncException("the restored process has ended"));
    return new ContainerRecord(
        id,
        pid,
        start,
        Clock.realtimeNanos(),
        bundle.path(),
        of.paths(),
        of.systemdUnit(),
        false,
        bundle.spec().toBuilder().linux(linux.withoutSeccompRules()).build());
  }

  /** Mount points that are in the root file system itself; what is on a tmpfs is in the images. */
  private void makeMountPoints(String rootfs) {
    Rootfs root = Rootfs.of(rootfs);
    for (Mount mount : bundle.spec().mounts()) {
      boolean isInside =
          bundle.spec().mounts().stream()
              .anyMatch(
                  other ->
                      other.type().equals("tmpfs")
                          && mount.destination().startsWith(other.destination() + "/"));
      if (isInside || mount.type().equals("cgroup")) {
        continue;
      }
      boolean isFile =
          MountOptions.isBind(mount, MountOptions.parse(mount.options()))
              && Files.status(bundle.resolve(mount.source()))
                  .filter(status -> !status.isDirectory())
                  .isPresent();
      root.makeMountPoint(mount.destination(), isFile);
    }
    root.close();
  }

  /** Pipes of stdin, stdout and stderr become this process's. */
  private void inheritStreams(CriuOptions options, List<Fd> inherited) {
    List<Fd> streams = List.of(Fd.STDIN, Fd.STDOUT, Fd.STDERR);
    int i = 0;
    for (JsonValue target :
        Json.parse(Files.readText(flags.images() + "/" + Checkpoint.DESCRIPTORS)).asArray()) {
      if (i < streams.size() && target.isString() && target.asString().contains("pipe:")) {
        options.inherit(target.asString(), FIRST_INHERITED + inherited.size());
        inherited.add(streams.get(i));
      }
      i++;
    }
  }

  private void inheritNamespaces(CriuOptions options, List<Fd> inherited) {
    for (Namespace namespace : linux.namespaces()) {
      if (!namespace.isNew() && CriuNamespaces.isExternal(namespace.type())) {
        options.inherit(CriuNamespaces.key(namespace.type()), FIRST_INHERITED + inherited.size());
        inherited.add(Files.openForReading(namespace.path()));
      }
    }
  }

  /** The cgroups are those that CRIU is in, whatever their names were. */
  private static void cgroupRoots(int criu, CriuOptions options) {
    for (String line : Files.readText("/proc/" + criu + "/cgroup").split("\n")) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        options.cgroupRoot(parts[1], parts[2]);
      }
    }
  }
}
