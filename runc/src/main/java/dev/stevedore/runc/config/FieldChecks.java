package dev.stevedore.runc.config;

import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.Hook;
import dev.stevedore.lib.oci.runtime.Hooks;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.RlimitType;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.User;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Whether the values of single fields are such as the kernel takes them. What it would cut, or take
 * for something else, is refused before anything is made, by the field's name.
 */
final class FieldChecks {
  /** (uid_t) -1, which setresuid(2) and chown(2) take for "as it is". */
  private static final long NO_ID = 0xffff_ffffL;

  private static final int PERMISSIONS = 07777;
  private static final long MAJORS = 1 << 12;
  private static final long MINORS = 1 << 20;
  private static final int OOM_SCORE_LIMIT = 1000;
  private static final int TERMINAL_LIMIT = 0xffff;
  private static final int TIMEOUT_LIMIT = Integer.MAX_VALUE / 1000;
  private static final String DEVICE_TYPES = "cubp";

  private FieldChecks() {}

  static void check(Spec spec) {
    require(spec.root().map(r -> !r.path().isEmpty()).orElse(true), "root.path", "is empty");
    List<Mount> mounts = spec.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      String at = "mounts[" + i + "].destination";
      require(!mounts.get(i).destination().isEmpty(), at, "is empty");
    }
    spec.hooks().ifPresent(FieldChecks::check);
    spec.linux().ifPresent(FieldChecks::check);
  }

  static void check(Process process) {
    check(process.user());
    int score = process.oomScoreAdj().orElse(0);
    require(
        Math.abs((long) score) <= OOM_SCORE_LIMIT, "process.oomScoreAdj", "is not in -1000..1000");
    process
        .consoleSize()
        .ifPresent(
            size ->
                require(
                    size.height() <= TERMINAL_LIMIT && size.width() <= TERMINAL_LIMIT,
                    "process.consoleSize",
                    "is larger than 65535"));
    Set<RlimitType> seen = new HashSet<>();
    for (Rlimit limit : process.rlimits()) {
      String at = "process.rlimits " + limit.type().specName();
      require(seen.add(limit.type()), at, "is there twice");
      require(
          Long.compareUnsigned(limit.soft(), limit.hard()) <= 0,
          at,
          "has a soft limit above the hard one");
    }
  }

  private static void check(User user) {
    require(user.uid() != NO_ID, "process.user.uid", "is 4294967295, which is no id");
    require(user.gid() != NO_ID, "process.user.gid", "is 4294967295, which is no id");
    require(
        !user.additionalGids().contains(NO_ID),
        "process.user.additionalGids",
        "has 4294967295, which is no id");
    require(user.umask().orElse(0) <= PERMISSIONS, "process.user.umask", "is larger than 07777");
  }

  private static void check(Hooks hooks) {
    check("prestart", hooks.prestart());
    check("createRuntime", hooks.createRuntime());
    check("createContainer", hooks.createContainer());
    check("startContainer", hooks.startContainer());
    check("poststart", hooks.poststart());
    check("poststop", hooks.poststop());
  }

  private static void check(String kind, List<Hook> hooks) {
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      String at = "hooks." + kind + "[" + i + "]";
      require(hook.path().startsWith("/"), at + ".path", "is not absolute");
      int timeout = hook.timeout().orElse(1);
      require(
          timeout > 0 && timeout <= TIMEOUT_LIMIT,
          at + ".timeout",
          "is not in 1.." + TIMEOUT_LIMIT);
    }
  }

  private static void check(Linux linux) {
    List<Device> devices = linux.devices();
    for (int i = 0; i < devices.size(); i++) {
      check("linux.devices[" + i + "]", devices.get(i));
    }
    linux.resources().ifPresent(resources -> check(resources.devices()));
    requireAbsolute("linux.maskedPaths", linux.maskedPaths());
    requireAbsolute("linux.readonlyPaths", linux.readonlyPaths());
    require(
        linux.cgroupsPath().isEmpty() || namesCgroup(linux.cgroupsPath()),
        "linux.cgroupsPath",
        "is not below the root of the cgroups");
  }

  private static void check(String at, Device device) {
    require(device.path().startsWith("/"), at + ".path", "is not absolute");
    require(
        device.type().length() == 1 && DEVICE_TYPES.contains(device.type()),
        at + ".type",
        "is not one of c, u, b and p");
    require(device.major() >= 0 && device.major() < MAJORS, at + ".major", "is out of range");
    require(device.minor() >= 0 && device.minor() < MINORS, at + ".minor", "is out of range");
    require(device.fileMode().orElse(0) <= 0177777, at + ".fileMode", "has more than a mode");
    require(device.uid().orElse(0) != NO_ID, at + ".uid", "is 4294967295, which is no id");
    require(device.gid().orElse(0) != NO_ID, at + ".gid", "is 4294967295, which is no id");
  }

  private static void check(List<DeviceRule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      String at = "linux.resources.devices[" + i + "]";
      String type = rules.get(i).type();
      require(
          type.isEmpty() || type.equals("a") || type.equals("b") || type.equals("c"),
          at + ".type",
          "is not one of a, b and c");
      String access = rules.get(i).access();
      for (int k = 0; k < access.length(); k++) {
        require("rwm".indexOf(access.charAt(k)) >= 0, at + ".access", "is not of r, w and m");
      }
    }
  }

  private static void requireAbsolute(String at, List<String> paths) {
    for (int i = 0; i < paths.size(); i++) {
      require(paths.get(i).startsWith("/"), at + "[" + i + "]", "is not absolute");
    }
  }

  /** The root's processes are all that there are: a container there would be killed with them. */
  private static boolean namesCgroup(String path) {
    int depth = 0;
    for (String part : Split.words('/', path)) {
      if (part.equals("..")) {
        depth = Math.max(0, depth - 1);
      } else if (!part.equals(".")) {
        depth++;
      }
    }
    return depth > 0;
  }

  private static void require(boolean condition, String field, String problem) {
    if (!condition) {
      throw new RuncException(field + " " + problem);
    }
  }
}
