package dev.stevedore.runc.systemd;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.runc.dbus.DbusValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which devices a unit may use. systemd knows lists of what is allowed only: rules that deny some
 * of what others allow are in the cgroup alone.
 */
final class DeviceProperties {
  private DeviceProperties() {}

  /**
   * The properties for rules.
   *
   * @param rules as they hold: what none matches is denied
   * @param allowsAll whether they allow everything
   */
  static List<Property> of(List<DeviceRule> rules, boolean allowsAll) {
    List<DbusValue> allowed = new ArrayList<>();
    if (!allowsAll) {
      for (DeviceRule rule : rules) {
        if (rule.allow()) {
          for (String type : types(rule)) {
            entry(type, rule).ifPresent(allowed::add);
          }
        }
      }
    }
    Property policy = Property.of("DevicePolicy", allowsAll ? "auto" : "strict");
    // An empty list first: it takes away what the unit had.
    Property none = new Property("DeviceAllow", new DbusValue.Array("(ss)", List.of()));
    Property list = new Property("DeviceAllow", new DbusValue.Array("(ss)", allowed));
    return allowed.isEmpty() ? List.of(none, policy) : List.of(none, policy, list);
  }

  private static List<String> types(DeviceRule rule) {
    return switch (rule.type()) {
      case "b" -> List.of("block");
      case "c", "u" -> List.of("char");
      default -> List.of("block", "char");
    };
  }

  /** No rule is possible for any major number with one minor number. */
  private static Optional<DbusValue> entry(String type, DeviceRule rule) {
    String path;
    if (isAny(rule.major())) {
      if (!isAny(rule.minor())) {
        return Optional.empty();
      }
      path = type + "-*";
    } else if (isAny(rule.minor())) {
      path = type + "-" + rule.major().getAsLong();
    } else {
      path = "/dev/" + type + "/" + rule.major().getAsLong() + ":" + rule.minor().getAsLong();
    }
    String access = rule.access().isEmpty() ? "rwm" : rule.access();
    return Optional.of(DbusValue.Struct.of(new DbusValue.Text(path), new DbusValue.Text(access)));
  }

  private static boolean isAny(OptionalLong number) {
    return number.isEmpty() || number.getAsLong() < 0;
  }
}
