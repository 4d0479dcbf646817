package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What is mounted into a container: {@code -v}, {@code --mount}, {@code --tmpfs}, and VOLUMEs. */
public final class MountParser {
  private static final Set<String> PROPAGATION =
      Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
  private static final Set<String> NO_EFFECT_HERE =
      Set.of("consistent", "cached", "delegated", "z", "Z", "nocopy", "rbind", "bind");

  private final Map<String, MountPoint> byDestination = new LinkedHashMap<>();

  private MountParser() {}

  /**
   * Reads all mounts. Directories that {@code -v} names and that are missing are made when the
   * container starts, not here.
   *
   * @param volume makes an anonymous volume's name and path
   * @throws ApiException.BadParameter with Docker's texts
   */
  public static List<MountPoint> parse(
      ContainerConfig config, HostConfig host, Supplier<NamedPath> volume) {
    MountParser parser = new MountParser();
    host.binds().forEach(parser::bind);
    host.mounts().forEach(mount -> parser.mount(mount, volume));
    host.tmpfs().forEach(parser::tmpfs);
    for (String path : config.volumes()) {
      String destination = clean(path);
      if (!parser.byDestination.containsKey(destination)) {
        parser.byDestination.put(destination, volume(volume.get(), destination, true));
      }
    }
    return List.copyOf(parser.byDestination.values());
  }

  /** A volume's name and where it is. */
  public record NamedPath(String name, Path path) {}

  private static MountPoint volume(NamedPath volume, String destination, boolean writable) {
    return new MountPoint(
        MountPoint.Kind.VOLUME,
        volume.name(),
        volume.path().toString(),
        destination,
        "",
        writable,
        "",
        List.of());
  }

  private void bind(String text) {
    String[] parts = text.split(":", -1);
    if (parts.length < 2 || parts.length > 3 || parts[0].isEmpty()) {
      throw new ApiException.BadParameter("invalid volume specification: '" + text + "'");
    }
    if (!parts[0].startsWith("/")) {
      throw new ApiException.BadParameter(
          "named volumes are not available yet: '" + text + "'; use a path on the host");
    }
    String mode = parts.length == 3 ? parts[2] : "";
    boolean writable = true;
    String propagation = "rprivate";
    for (String option : mode.isEmpty() ? new String[0] : mode.split(",")) {
      if (option.equals("ro")) {
        writable = false;
      } else if (PROPAGATION.contains(option)) {
        propagation = option;
      } else if (!option.equals("rw") && !NO_EFFECT_HERE.contains(option)) {
        throw new ApiException.BadParameter("invalid mode: " + mode);
      }
    }
    add(
        new MountPoint(
            MountPoint.Kind.BIND,
            "",
            clean(parts[0]),
            destination(parts[1], text),
            mode,
            writable,
            propagation,
            List.of()));
  }

  private static String destination(String path, String specification) {
    if (!path.startsWith("/")) {
      throw new ApiException.BadParameter(
          "invalid volume specification: '%s': invalid mount config for type \"bind\": invalid mount path: '%s' mount path must be absolute"
              .formatted(specification, path));
    }
    if (clean(path).equals("/")) {
      throw new ApiException.BadParameter(
          "invalid volume specification: '"
              + specification
              + "': invalid specification: destination can't be '/'");
    }
    return clean(path);
  }

  private void mount(JsonObjectView mount, Supplier<NamedPath> volume) {
    String type = mount.string("Type");
    String target = mount.string("Target");
    if (target.isEmpty()) {
      throw invalid(type, "field Target must not be empty");
    }
    if (!target.startsWith("/")) {
      throw invalid(type, "invalid mount path: '" + target + "' mount path must be absolute");
    }
    if (clean(target).equals("/")) {
      throw invalid(type, "invalid specification: destination can't be '/'");
    }
    boolean writable = !mount.bool("ReadOnly");
    switch (type) {
      case "bind" -> add(bindMount(mount, clean(target), writable));
      case "tmpfs" -> add(tmpfsMount(mount, clean(target), writable));
      case "volume" -> {
        if (!mount.string("Source").isEmpty()
            || !JsonObjectView.isZero(mount.object("VolumeOptions").node("DriverConfig"))) {
          throw new ApiException.BadParameter(
              "named volumes are not available yet: " + mount.string("Source"));
        }
        add(volume(volume.get(), clean(target), writable));
      }
      default -> throw invalid(type, "mount type unknown");
    }
  }

  private static ApiException invalid(String type, String why) {
    return new ApiException.BadParameter("invalid mount config for type \"" + type + "\": " + why);
  }

  private static MountPoint bindMount(JsonObjectView mount, String target, boolean writable) {
    String source = mount.string("Source");
    JsonObjectView options = mount.object("BindOptions");
    if (source.isEmpty()) {
      throw invalid("bind", "field Source must not be empty");
    }
    if (!source.startsWith("/")) {
      throw invalid("bind", "invalid mount path: '" + source + "' mount path must be absolute");
    }
    if (options.bool("CreateMountpoint")) {
      throw invalid("bind", "CreateMountpoint is not available yet");
    }
    if (!Files.exists(Path.of(source))) {
      throw invalid("bind", "bind source path does not exist: " + source);
    }
    String propagation = options.string("Propagation");
    if (!propagation.isEmpty() && !PROPAGATION.contains(propagation)) {
      throw invalid("bind", "invalid propagation mode: " + propagation);
    }
    List<String> more = options.bool("NonRecursive") ? List.of("bind") : List.of();
    return new MountPoint(
        MountPoint.Kind.BIND,
        "",
        clean(source),
        target,
        "",
        writable,
        propagation.isEmpty() ? "rprivate" : propagation,
        more);
  }

  private static MountPoint tmpfsMount(JsonObjectView mount, String target, boolean writable) {
    List<String> options = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
    long size = mount.object("TmpfsOptions").number("SizeBytes");
    if (size > 0) {
      options.add("size=" + size);
    }
    long mode = mount.object("TmpfsOptions").number("Mode");
    if (mode > 0) {
      options.add("mode=" + Long.toOctalString(mode));
    }
    if (!writable) {
      options.add("ro");
    }
    return new MountPoint(MountPoint.Kind.TMPFS, "", "", target, "", writable, "", options);
  }

  private void tmpfs(String path, String text) {
    if (!path.startsWith("/")) {
      throw invalid("tmpfs", "invalid mount path: '" + path + "' mount path must be absolute");
    }
    List<String> options = new ArrayList<>(List.of("noexec", "nosuid", "nodev"));
    for (String option : text.isEmpty() ? new String[0] : text.split(",")) {
      String opposite = option.startsWith("no") ? option.substring(2) : "no" + option;
      options.remove(opposite);
      if (!options.contains(option)) {
        options.add(option);
      }
    }
    add(
        new MountPoint(
            MountPoint.Kind.TMPFS,
            "",
            "",
            clean(path),
            text,
            !options.contains("ro"),
            "",
            options));
  }

  private void add(MountPoint mount) {
    if (byDestination.put(mount.destination(), mount) != null) {
      throw new ApiException.BadParameter("Duplicate mount point: " + mount.destination());
    }
  }

  private static String clean(String path) {
    return Path.of(path).normalize().toString();
  }
}
