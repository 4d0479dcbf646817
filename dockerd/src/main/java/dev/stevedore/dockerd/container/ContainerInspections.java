package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.check.Inspection;
import dev.stevedore.dockerd.check.Inspection.Finding;
import dev.stevedore.dockerd.check.Inspection.Look;
import dev.stevedore.dockerd.check.NamedInspection;
import dev.stevedore.lib.linux.MountInfo;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.Trees;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel and containerd have for containers, beside the records of containers. What is
 * ours is known by our directories, by containerd's socket and by the label of our data root; a
 * control group by the id of a container that is known here.
 */
public final class ContainerInspections {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");
  private static final int ID_LENGTH = 64;
  private static final Path CGROUPS = Path.of("/sys/fs/cgroup");

  private final EngineParts engine;
  private final String containerd;

  private ContainerInspections(EngineParts engine, Path containerd) {
    this.engine = engine;
    this.containerd = containerd.toString();
  }

  /**
   * All of them.
   *
   * @param containerd its socket
   */
  public static List<Inspection> of(EngineParts engine, Path containerd) {
    ContainerInspections all = new ContainerInspections(engine, containerd);
    return List.of(
        new NamedInspection("tasks", all::tasks),
        new NamedInspection("shims", all::shims),
        new NamedInspection("cgroups", all::cgroups),
        new NamedInspection("mounts", all::mounts),
        new NamedInspection("layers", all::layers),
        new NamedInspection("directories", all::directories));
  }

  private boolean isKnown(String id) {
    return engine.registry().byId(id).isPresent();
  }

  private boolean isRunning(String id) {
    return engine
        .registry()
        .byId(id)
        .filter(c -> c.state().isRunning() || c.turn().isTaken())
        .isPresent();
  }

  /** Containers of containerd's that nobody here knows, and running ones that it does not. */
  private Look tasks() throws IOException {
    try {
      List<Finding> findings = new ArrayList<>();
      Set<String> there = new HashSet<>(engine.tasks().containers());
      for (String id : there) {
        if (!isKnown(id)) {
          findings.add(
              new Finding(
                  id, "is a container of containerd's, but not one of ours", () -> end(id)));
        }
      }
      int count = there.size();
      for (Container container : engine.registry().all()) {
        if (container.state().isRunning() && !there.contains(container.id())) {
          findings.add(
              new Finding(container.id(), "runs, but containerd has lost it", Inspection.NONE));
        }
      }
      return new Look(count, findings);
    } catch (StatusRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private void end(String id) throws IOException {
    try {
      engine.tasks().kill(id, "", Signals.SIGKILL);
      engine.tasks().delete(id);
      engine.tasks().deleteContainer(id);
    } catch (StatusRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Shims of our containerd's whose container does not run. */
  private Look shims() throws IOException {
    List<Finding> findings = new ArrayList<>();
    int count = 0;
    for (ProcessHandle process : ProcessHandle.allProcesses().toList()) {
      Optional<String> id = shimOf(process.pid());
      if (id.isPresent()) {
        count++;
        if (!isRunning(id.get())) {
          findings.add(
              new Finding(
                  Long.toString(process.pid()),
                  "is the shim of container " + id.get() + ", which does not run",
                  () -> {
                    end(id.get());
                    process.destroyForcibly();
                  }));
        }
      }
    }
    return new Look(count, findings);
  }

  /** The container of a process, if that is a shim of our containerd's. */
  private Optional<String> shimOf(long pid) {
    List<String> words;
    try {
      byte[] bytes = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      words = List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
    } catch (IOException e) {
      return Optional.empty(); // it has ended
    }
    int id = words.indexOf("-id");
    int address = words.indexOf("-address");
    boolean ours =
        words.getFirst().contains("containerd-shim")
            && id > 0
            && address > 0
            && id + 1 < words.size()
            && address + 1 < words.size()
            && words.get(address + 1).equals(containerd)
            && ID.matcher(words.get(id + 1)).matches();
    return ours ? Optional.of(words.get(id + 1)) : Optional.empty();
  }

  /** Control groups of containers that do not run. */
  private Look cgroups() throws IOException {
    List<Finding> findings = new ArrayList<>();
    int count = 0;
    for (Container container : engine.registry().all()) {
      for (Path group : groups(container)) {
        count++;
        if (!isRunning(container.id())) {
          findings.add(
              new Finding(
                  group.toString(),
                  "is the control group of a container that does not run",
                  () -> removeGroup(group)));
        }
      }
    }
    return new Look(count, findings);
  }

  private static List<Path> groups(Container container) throws IOException {
    String parent = container.definition().host().view().string("CgroupParent");
    String below = parent.isEmpty() ? "docker" : parent.replaceAll("^/+|/+$", "");
    List<Path> roots = new ArrayList<>(List.of(CGROUPS));
    if (Files.isDirectory(CGROUPS)) {
      try (Stream<Path> hierarchies = Files.list(CGROUPS)) {
        hierarchies.filter(Files::isDirectory).forEach(roots::add);
      }
    }
    return roots.stream()
        .filter(root -> !Files.isSymbolicLink(root))
        .map(root -> root.resolve(below).resolve(container.id()))
        .filter(Files::isDirectory)
        .toList();
  }

  private static void removeGroup(Path group) throws IOException {
    try (Stream<Path> children = Files.list(group)) {
      for (Path child : children.filter(Files::isDirectory).toList()) {
        removeGroup(child);
      }
    }
    try {
      Files.delete(group);
    } catch (NoSuchFileException e) {
      // it went by itself
    }
  }

  /** Mounts below our run directory for containers that do not run. */
  private Look mounts() throws IOException {
    List<Finding> findings = new ArrayList<>();
    int count = 0;
    for (MountInfo mount : MountInfo.below(engine.places().execRoot())) {
      Matcher id = ID.matcher(mount.target());
      if (id.find()) {
        count++;
        if (!isRunning(id.group())) {
          findings.add(
              new Finding(
                  mount.target(),
                  "is mounted for a container that does not run",
                  () -> Mounts.detach(mount.target())));
        }
      }
    }
    for (String volume : engine.volumes().mountedForNobody()) {
      findings.add(
          new Finding(
              volume,
              "is a volume that is mounted for no container",
              engine.volumes()::unmountUnused));
    }
    return new Look(count, findings);
  }

  /** Writable layers without a container, and containers without one. */
  private Look layers() throws IOException {
    try {
      Set<String> there = new HashSet<>(engine.snapshots().ours());
      List<Finding> findings = new ArrayList<>();
      for (String key : there) {
        // An image that is mounted into a container has a layer whose key begins with its id.
        if (!isKnown(key.substring(0, Math.min(ID_LENGTH, key.length())))) {
          findings.add(
              new Finding(key, "is a layer of no container", () -> engine.snapshots().remove(key)));
        }
      }
      return new Look(there.size(), findings);
    } catch (StatusRuntimeException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** Directories of containers that are not there. */
  private Look directories() throws IOException {
    List<Finding> findings = new ArrayList<>();
    int count = 0;
    for (Path parent : List.of(engine.places().containers(), engine.places().fifos())) {
      if (!Files.isDirectory(parent)) {
        continue;
      }
      try (Stream<Path> children = Files.list(parent)) {
        for (Path child : children.toList()) {
          count++;
          String name = String.valueOf(child.getFileName());
          if (ID.matcher(name).matches() && !isKnown(name)) {
            findings.add(
                new Finding(
                    child.toString(),
                    "is a directory of a container that is not there",
                    () -> Trees.delete(child)));
          }
        }
      }
    }
    return new Look(count, findings);
  }
}
