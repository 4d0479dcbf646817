package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Device nodes of a container, and what it may do with which devices. */
final class Devices {
  private static final Pattern RULE =
      Pattern.compile("([acb]) ([0-9]+|\\*):([0-9]+|\\*) ([rwm]{1,3})");

  /** Directories of /dev that are mounts of their own in a container. */
  private static final Set<String> NOT_COPIED =
      Set.of("pts", "shm", "fd", "mqueue", ".lxc", ".lxd-mounts", ".udev");

  private static final int TYPE_MASK = 0170000;
  private static final int CHARACTER = 0020000;
  private static final int BLOCK = 0060000;

  private Devices() {}

  /** Nodes, and rules for the devices cgroup. */
  record Result(List<Device> nodes, List<DeviceRule> rules) {}

  static Result of(HostConfig host) {
    List<Device> nodes = new ArrayList<>();
    List<DeviceRule> rules = new ArrayList<>();
    if (host.privileged()) {
      rules.add(rule(true, "", -1, -1, "rwm"));
      collect(Path.of("/dev"), nodes);
      return new Result(nodes, rules);
    }
    rules.addAll(defaultRules());
    for (JsonObjectView device : host.view().objects("Devices")) {
      add(device, nodes, rules);
    }
    for (String text : host.view().strings("DeviceCgroupRules")) {
      rules.add(parse(text));
    }
    return new Result(nodes, rules);
  }

  /**
   * Deny all; then make nodes of any device, and use the harmless ones: null 1:3, zero 1:5, full
   * 1:7, tty 5:0, console 5:1, random 1:8, urandom 1:9, and the terminals 136:* and 5:2.
   */
  private static List<DeviceRule> defaultRules() {
    return List.of(
        rule(false, "", -1, -1, "rwm"),
        rule(true, "c", -1, -1, "m"),
        rule(true, "b", -1, -1, "m"),
        rule(true, "c", 1, 3, "rwm"),
        rule(true, "c", 1, 5, "rwm"),
        rule(true, "c", 1, 7, "rwm"),
        rule(true, "c", 5, 0, "rwm"),
        rule(true, "c", 5, 1, "rwm"),
        rule(true, "c", 1, 8, "rwm"),
        rule(true, "c", 1, 9, "rwm"),
        rule(true, "c", 136, -1, "rwm"),
        rule(true, "c", 5, 2, "rwm"));
  }

  private static DeviceRule rule(
      boolean allow, String type, long major, long minor, String access) {
    return new DeviceRule(allow, type, number(major), number(minor), access);
  }

  /** Negative: any. */
  private static OptionalLong number(long value) {
    return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A rule such as {@code c 1:3 mr}. */
  static DeviceRule parse(String text) {
    Matcher matcher = RULE.matcher(text);
    if (!matcher.matches()) {
      throw new ApiException.BadParameter("invalid device cgroup rule format: '" + text + "'");
    }
    return new DeviceRule(
        true,
        matcher.group(1),
        starOr(matcher.group(2)),
        starOr(matcher.group(3)),
        matcher.group(4));
  }

  private static OptionalLong starOr(String number) {
    return number.equals("*") ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(number));
  }

  private static void add(JsonObjectView device, List<Device> nodes, List<DeviceRule> rules) {
    String onHost = device.string("PathOnHost");
    String inside = device.string("PathInContainer");
    String access =
        device.string("CgroupPermissions").isEmpty() ? "rwm" : device.string("CgroupPermissions");
    Path path = Path.of(onHost);
    List<Device> found = new ArrayList<>();
    try {
      Path real = path.toRealPath();
      if (Files.isDirectory(real)) {
        collect(real, found);
        for (Device node : List.copyOf(found)) {
          String relative = real.relativize(Path.of(node.path())).toString();
          found.set(found.indexOf(node), at(node, inside + "/" + relative));
        }
      } else {
        found.add(at(node(real), inside.isEmpty() ? onHost : inside));
      }
    } catch (NoSuchFileException e) {
      throw gathering(onHost, "no such file or directory", e);
    } catch (IOException e) {
      throw gathering(onHost, String.valueOf(e.getMessage()), e);
    }
    for (Device node : found) {
      nodes.add(node);
      rules.add(rule(true, node.type(), node.major(), node.minor(), access));
    }
  }

  private static ApiException gathering(String path, String why, IOException cause) {
    return new ApiException.BadParameter(
        "error gathering device information while adding custom device \"" + path + "\": " + why,
        cause);
  }

  private static Device at(Device node, String path) {
    return new Device(
        path, node.type(), node.major(), node.minor(), node.fileMode(), node.uid(), node.gid());
  }

  private static void collect(Path directory, List<Device> nodes) {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          if (!NOT_COPIED.contains(name)) {
            collect(entry, nodes);
          }
        } else if (!name.equals("console") && isDevice(entry)) {
          nodes.add(node(entry));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("devices in " + directory, e);
    }
  }

  private static boolean isDevice(Path path) throws IOException {
    int type = mode(path) & TYPE_MASK;
    return type == CHARACTER || type == BLOCK;
  }

  private static int mode(Path path) throws IOException {
    return (Integer) attribute(path, "unix:mode");
  }

  private static Device node(Path path) throws IOException {
    int mode = mode(path);
    int type = mode & TYPE_MASK;
    if (type != CHARACTER && type != BLOCK) {
      throw new IOException("not a device node");
    }
    long rdev = (Long) attribute(path, "unix:rdev");
    int uid = (Integer) attribute(path, "unix:uid");
    int gid = (Integer) attribute(path, "unix:gid");
    return new Device(
        path.toString(),
        type == CHARACTER ? "c" : "b",
        dev.stevedore.lib.linux.Devices.major(rdev),
        dev.stevedore.lib.linux.Devices.minor(rdev),
        OptionalLong.of(mode & 07777),
        OptionalLong.of(uid),
        OptionalLong.of(gid));
  }

  private static Object attribute(Path path, String name) throws IOException {
    return Objects.requireNonNull(Files.getAttribute(path, name, LinkOption.NOFOLLOW_LINKS));
  }
}
