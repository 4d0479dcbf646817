package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Which devices a container may use: what config.json says, and what every container may. */
public final class DeviceRules {
  private static final List<DeviceRule> FOR_ALL =
      List.of(
          new DeviceRule(true, "c", OptionalLong.empty(), OptionalLong.empty(), "m"),
          new DeviceRule(true, "b", OptionalLong.empty(), OptionalLong.empty(), "m"),
          allow(1, 3),
          allow(1, 8),
          allow(1, 7),
          allow(5, 0),
          allow(1, 5),
          allow(1, 9),
          new DeviceRule(true, "c", OptionalLong.of(136), OptionalLong.empty(), "rwm"),
          allow(5, 2));

  private DeviceRules() {}

  /**
   * The rules that hold, the last that matches wins; what none matches is denied.
   *
   * <p>A rule for all devices makes those before it meaningless, so they are left out: a list that
   * begins with "allow all" stands for no limit at all.
   *
   * @param configured {@code linux.resources.devices}
   */
  public static List<DeviceRule> effective(List<DeviceRule> configured) {
    List<DeviceRule> rules = new ArrayList<>();
    for (DeviceRule rule : configured) {
      if (isForAll(rule)) {
        rules.clear();
      }
      rules.add(rule);
    }
    if (allowsAll(rules)) {
      return rules;
    }
    rules.addAll(FOR_ALL);
    return rules;
  }

  /** Whether the rules allow everything. */
  public static boolean allowsAll(List<DeviceRule> rules) {
    return !rules.isEmpty()
        && isForAll(rules.getFirst())
        && rules.stream().allMatch(DeviceRule::allow);
  }

  /** Whether it is about every device and every access. */
  static boolean isForAll(DeviceRule rule) {
    boolean anyType = rule.type().isEmpty() || rule.type().equals("a");
    boolean anyAccess = rule.access().isEmpty() || access(rule).equals("rwm");
    return anyType && isAny(rule.major()) && isAny(rule.minor()) && anyAccess;
  }

  /** Whether a major or minor number stands for all. */
  static boolean isAny(OptionalLong number) {
    return number.isEmpty() || number.getAsLong() < 0;
  }

  /** The letters of the access in the order of the kernel. */
  static String access(DeviceRule rule) {
    String letters = rule.access().isEmpty() ? "rwm" : rule.access();
    return (letters.contains("r") ? "r" : "")
        + (letters.contains("w") ? "w" : "")
        + (letters.contains("m") ? "m" : "");
  }

  private static DeviceRule allow(long major, long minor) {
    return new DeviceRule(true, "c", OptionalLong.of(major), OptionalLong.of(minor), "rwm");
  }
}
