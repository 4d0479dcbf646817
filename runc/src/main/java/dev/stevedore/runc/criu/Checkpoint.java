package dev.stevedore.runc.criu;

import com.eclipsesource.json.JsonArray;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.log.Log;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves a container to files. */
public final class Checkpoint {
  /** The file with what stdin, stdout and stderr were; its name and form are runc's. */
  static final String DESCRIPTORS = "descriptors.json";

  private static final String LOG = "dump.log";
  private static final int END_TRIES = 100;
  private static final long MILLISECOND = 1_000_000;

  private final Container container;
  private final CriuFlags flags;
  private final Log log;

  /** Takes the container, which must run, and how to save it. */
  public Checkpoint(Container container, CriuFlags flags, Log log) {
    this.container = container;
    this.flags = flags;
    this.log = log;
  }

  /** Saves it. It has ended then, unless the flags say that it goes on. */
  public void save() {
    Files.makeDirectories(flags.images(), 0700);
    flags.work().ifPresent(path -> Files.makeDirectories(path, 0700));
    int directory = OpenFlags.READ_ONLY | OpenFlags.DIRECTORY;
    try (Fd images = Files.open(flags.images(), directory, 0);
        Fd work = Files.open(flags.work().orElse(flags.images()), directory, 0)) {
      boolean isPreDump = flags.isOn("pre-dump");
      CriuOptions options =
          new CriuOptions(images.number(), LOG, container.data().rootfs())
              .of(flags)
              .configuredFor(container.spec())
              .workDirectory(work.number())
              .pid(container.data().pid());
      freezer().ifPresent(options::freezeCgroup);
      externalNamespaces(options);
      if (!isPreDump) {
        describe(options);
        writeDescriptors();
      }
      Optional<Fd> status = flags.statusDescriptor();
      try (CriuProcess criu =
          CriuProcess.start(new CgroupEntrance(List.of(), Optional.empty()), List.of())) {
        criu.request(
            isPreDump ? CriuRequest.Kind.PRE_DUMP : CriuRequest.Kind.DUMP,
            options,
            (notification, passed) -> {
              // Nothing else outside has to change for a container that is saved.
              if (notification.script().equals("status-ready")) {
                status.ifPresent(Checkpoint::tellReady);
              }
            });
      }
      if (!isPreDump && !flags.isOn("leave-running")) {
        awaitEnd();
      }
    } catch (RuncException e) {
      CriuLog.show(flags.work().orElse(flags.images()) + "/" + LOG, log);
      throw e;
    }
  }

  private static void tellReady(Fd status) {
    status.writeAll("\0");
    status.close();
  }

  /** CRIU has killed it; restore may want its pid, which is free once somebody has reaped it. */
  private void awaitEnd() {
    for (int i = 0; i < END_TRIES && Processes.exists(container.data().pid()); i++) {
      Clock.sleepNanos(MILLISECOND);
    }
  }

  private Optional<String> freezer() {
    Map<String, String> cgroups = container.data().cgroups();
    return Optional.ofNullable(cgroups.get(Cgroups.isUnified() ? "" : "freezer"));
  }

  private void describe(CriuOptions options) {
    Spec spec = container.spec();
    ContainerMounts.outside(spec, container.data().bundle(), container.data().cgroups())
        .keySet()
        .forEach(inside -> options.mount(inside, inside));
    for (String path : spec.linux().map(Linux::maskedPaths).orElse(List.of())) {
      // A file is hidden by /dev/null, a directory by a tmpfs, which is the container's own.
      boolean isFile =
          Files.status("/proc/" + container.data().pid() + "/root" + path)
              .filter(status -> !status.isDirectory())
              .isPresent();
      if (isFile) {
        options.mount(path, "/dev/null");
      }
    }
  }

  private void externalNamespaces(CriuOptions options) {
    for (Namespace namespace : container.spec().linux().map(Linux::namespaces).orElse(List.of())) {
      if (!namespace.isNew() && CriuNamespaces.isExternal(namespace.type())) {
        long inode = Files.status(namespace.path()).orElseThrow().inode();
        options.external(
            CriuNamespaces.name(namespace.type())
                + "["
                + inode
                + "]:"
                + CriuNamespaces.key(namespace.type()));
      }
    }
  }

  private void writeDescriptors() {
    JsonArray targets = new JsonArray();
    for (int standard = 0; standard < 3; standard++) {
      try {
        targets.add(Files.readLink("/proc/" + container.data().pid() + "/fd/" + standard));
      } catch (PosixException e) {
        // It has closed it.
        targets.add("");
      }
    }
    Files.write(flags.images() + "/" + DESCRIPTORS, Utf8.encode(targets.toString()), 0600);
  }
}
