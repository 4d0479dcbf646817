package dev.stevedore.dockerd.config;

import dev.stevedore.dockerd.config.Setting.Kind;
import dev.stevedore.dockerd.container.config.ContainerDefaults;
import dev.stevedore.dockerd.container.config.SeccompDefault;
import dev.stevedore.dockerd.logs.LogDefaults;
import dev.stevedore.dockerd.units.ByteSize;
import dev.stevedore.lib.oci.runtime.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The settings of containers that do not say otherwise. */
final class ContainerSettings {
  private static final Setting CGROUP_PARENT =
      plain("cgroup-parent", Kind.TEXT, "", "Set parent cgroup for all containers");
  private static final Setting CGROUPNS =
      plain(
          "default-cgroupns-mode",
          Kind.TEXT,
          "",
          "Default mode for containers cgroup namespace (\"host\" | \"private\")");
  private static final Setting IPC =
      plain(
          "default-ipc-mode",
          Kind.TEXT,
          "private",
          "Default mode for containers ipc (\"shareable\" | \"private\")");
  private static final Setting SHM_SIZE =
      plain("default-shm-size", Kind.SIZE, "64MiB", "Default shm size for containers");
  private static final Setting ULIMIT =
      new Setting(
          "default-ulimit",
          Optional.empty(),
          "default-ulimits",
          Kind.ULIMITS,
          "",
          "Default ulimits for containers");
  private static final Setting NO_NEW_PRIVILEGES =
      plain(
          "no-new-privileges",
          Kind.BOOL,
          "",
          "Set no-new-privileges by default for new containers");
  private static final Setting SECCOMP =
      plain(
          "seccomp-profile",
          Kind.TEXT,
          "builtin",
          "Path to seccomp profile. Set to \"unconfined\" to disable the default seccomp profile");

  private static final Setting STORAGE_OPT =
      new Setting(
          "storage-opt",
          Optional.empty(),
          "storage-opts",
          Kind.LIST,
          "",
          "Storage driver options: overlay2.size=SIZE, what a container's writable layer may hold");

  static final List<Setting> ALL =
      List.of(
          CGROUP_PARENT, CGROUPNS, IPC, SHM_SIZE, ULIMIT, NO_NEW_PRIVILEGES, SECCOMP, STORAGE_OPT);

  private ContainerSettings() {}

  private static Setting plain(String flag, Kind kind, String fallback, String help) {
    return new Setting(flag, Optional.empty(), flag, kind, fallback, help);
  }

  /** What they say; the errors are Docker's. */
  static ContainerDefaults of(Map<Setting, Value> values, LogDefaults logs) throws ConfigException {
    String parent = text(values, CGROUP_PARENT);
    String cgroupns = text(values, CGROUPNS);
    if (!Set.of("", "host", "private").contains(cgroupns)) {
      throw new ConfigException("invalid default cgroup namespace mode: " + cgroupns);
    }
    String ipc = text(values, IPC);
    if (!Set.of("private", "shareable").contains(ipc)) {
      throw new ConfigException(
          "IPC mode \"" + ipc + "\" is not supported as default value for default-ipc-mode");
    }
    return new ContainerDefaults(
        logs,
        parent,
        cgroupns,
        ipc,
        values.get(SHM_SIZE) instanceof Value.Size(long bytes)
            ? bytes
            : ByteSize.binary(SHM_SIZE.fallback()),
        values.get(ULIMIT) instanceof Value.Ulimits(Map<String, Rlimit> limits)
            ? List.copyOf(limits.values())
            : List.of(),
        values.get(NO_NEW_PRIVILEGES) instanceof Value.Bool(boolean on) && on,
        seccomp(text(values, SECCOMP)),
        layerSize(values));
  }

  private static OptionalLong layerSize(Map<Setting, Value> values) throws ConfigException {
    long size = 0;
    if (values.get(STORAGE_OPT) instanceof Value.Items(List<String> options)) {
      for (String option : options) {
        int equals = option.indexOf('=');
        if (equals < 0) {
          throw new ConfigException("unable to parse storage-opt key/value: " + option);
        }
        String key = option.substring(0, equals).strip().toLowerCase(Locale.ROOT);
        if (!key.equals("overlay2.size")) {
          throw new ConfigException("overlay2: unknown option " + key);
        }
        try {
          size = ByteSize.binary(option.substring(equals + 1).strip());
        } catch (IllegalArgumentException e) {
          throw new ConfigException(String.valueOf(e.getMessage()), e);
        }
      }
    }
    return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private static SeccompDefault seccomp(String profile) throws ConfigException {
    return switch (profile) {
      case "", "builtin" -> SeccompDefault.BUILTIN;
      case "unconfined" -> SeccompDefault.UNCONFINED;
      default -> {
        try {
          yield new SeccompDefault(profile, Optional.of(Files.readString(Path.of(profile))));
        } catch (IOException e) {
          throw new ConfigException("opening seccomp profile (" + profile + ") failed: " + e, e);
        }
      }
    };
  }

  private static String text(Map<Setting, Value> values, Setting setting) {
    return values.get(setting) instanceof Value.Text(String value) ? value : setting.fallback();
  }
}
