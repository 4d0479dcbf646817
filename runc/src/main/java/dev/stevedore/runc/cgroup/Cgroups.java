package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.FileSystems;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds out how cgroups are mounted on this machine, and where a container's are. */
public final class Cgroups {
  /** Where cgroups are mounted. */
  public static final String MOUNT_POINT = "/sys/fs/cgroup";

  private Cgroups() {}

  /**
   * The cgroups of a new container.
   *
   * @param cgroupsPath of config.json: absolute, relative to this process's, or empty
   * @param id the container, whose name is the path if there is none
   */
  static Cgroup forNew(String cgroupsPath, String id) {
    return at(clean(cgroupsPath.isEmpty() ? id : cgroupsPath));
  }

  /**
   * The path of cgroups below their mount points.
   *
   * @param directories by controllers; if they are not all at one path, one of them
   */
  public static String pathOf(Map<String, String> directories) {
    for (Map.Entry<String, String> entry : directories.entrySet()) {
      String directory = entry.getValue();
      if (directory.startsWith(MOUNT_POINT + "/")) {
        int end =
            isUnified() ? MOUNT_POINT.length() : directory.indexOf('/', MOUNT_POINT.length() + 1);
        return end < 0 ? "/" : directory.substring(end);
      }
    }
    return "";
  }

  /** The cgroups at a path, absolute or relative to this process's, in all hierarchies. */
  static Cgroup at(String path) {
    if (isUnified()) {
      return new V2Cgroup(MOUNT_POINT + v2Path(path), true);
    }
    Map<String, String> paths = new LinkedHashMap<>();
    List<CgroupMount> mounts = CgroupMount.parse(Files.readText("/proc/self/mountinfo"));
    List<Hierarchy> own = Hierarchy.parse(Files.readText("/proc/self/cgroup"));
    for (CgroupMount mount : mounts) {
      String parent = path.startsWith("/") ? mount.point() : ownDirectory(mount, own) + "/";
      paths.putIfAbsent(String.join(",", mount.controllers()), parent + path);
    }
    if (paths.keySet().stream().noneMatch(V1Cgroup::hasDevices)) {
      throw new RuncException("the devices cgroup is not mounted");
    }
    return new V1Cgroup(paths, hybrid(path, own));
  }

  /** Where the cgroups at a path are in those hierarchies that have them, by controllers. */
  public static Map<String, String> existing(String path) {
    Map<String, String> there = new LinkedHashMap<>();
    at(path)
        .paths()
        .forEach(
            (controllers, directory) -> {
              if (Files.exists(directory)) {
                there.put(controllers, directory);
              }
            });
    return there;
  }

  /**
   * The cgroups of a container that is there.
   *
   * @param unit of systemd that they belong to
   */
  public static Cgroup of(Map<String, String> paths, Optional<SystemdUnit> unit) {
    Cgroup files = of(paths);
    return unit.isPresent() ? new SystemdCgroup(unit.get(), files) : files;
  }

  private static Cgroup of(Map<String, String> paths) {
    if (paths.isEmpty()) {
      return new NoCgroup();
    }
    String unified = paths.get("");
    if (unified != null && paths.size() == 1) {
      return new V2Cgroup(unified, true);
    }
    Map<String, String> v1 = new LinkedHashMap<>(paths);
    v1.remove("");
    return new V1Cgroup(
        v1, unified == null ? Optional.empty() : Optional.of(new V2Cgroup(unified, false)));
  }

  /** The cgroups that a process is in: all hierarchies at the path that systemd's has, or v2's. */
  public static Cgroup ofProcess(int pid) {
    boolean unified = isUnified();
    String path =
        Hierarchy.parse(Files.readText("/proc/" + pid + "/cgroup")).stream()
            .filter(
                hierarchy ->
                    unified
                        ? hierarchy.isV2()
                        : hierarchy.controllers().equals(List.of("name=systemd")))
            .map(Hierarchy::path)
            .findFirst()
            .orElse("/");
    return at(path);
  }

  /** Whether all is v2. */
  public static boolean isUnified() {
    return isV2(MOUNT_POINT);
  }

  /** v2 beside v1, as systemd mounts it in hybrid mode: joined too, for it can kill at once. */
  private static Optional<V2Cgroup> hybrid(String path, List<Hierarchy> own) {
    String point = MOUNT_POINT + "/unified";
    if (!isV2(point)) {
      return Optional.empty();
    }
    String parent =
        path.startsWith("/")
            ? ""
            : own.stream().filter(Hierarchy::isV2).findFirst().map(Hierarchy::path).orElse("")
                + "/";
    return Optional.of(new V2Cgroup(clean(point + parent + path), false));
  }

  private static boolean isV2(String path) {
    try {
      return FileSystems.status(path).type() == FileSystems.CGROUP2;
    } catch (PosixException e) {
      // Not there: then it is not v2.
      return false;
    }
  }

  private static String v2Path(String path) {
    if (path.startsWith("/")) {
      return path;
    }
    String own =
        Hierarchy.parse(Files.readText("/proc/self/cgroup")).stream()
            .filter(Hierarchy::isV2)
            .findFirst()
            .map(Hierarchy::path)
            .orElse("/");
    // Not below its own: in one with processes no controllers can be handed down.
    return own.substring(0, own.lastIndexOf('/')) + "/" + path;
  }

  private static String ownDirectory(CgroupMount mount, List<Hierarchy> own) {
    for (Hierarchy hierarchy : own) {
      if (hierarchy.controllers().equals(mount.controllers())) {
        return mount.directoryOf(hierarchy.path());
      }
    }
    return mount.point();
  }

  /** Without empty, {@code .} and {@code ..} components: nobody leaves the hierarchy by them. */
  static String clean(String path) {
    StringBuilder cleaned = new StringBuilder();
    for (String part : Split.words('/', path)) {
      if (part.equals("..")) {
        int slash = cleaned.lastIndexOf("/");
        cleaned.setLength(Math.max(slash, 0));
      } else if (!part.equals(".")) {
        cleaned.append('/').append(part);
      }
    }
    return path.startsWith("/")
        ? cleaned.toString()
        : cleaned.substring(Math.min(1, cleaned.length()));
  }
}
