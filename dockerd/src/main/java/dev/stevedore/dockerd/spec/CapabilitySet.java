package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.runtime.CapabilityNames;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which capabilities a container gets. See capabilities(7). */
public final class CapabilitySet {
  private static final String ALL = "ALL";

  /** Docker's default ones. */
  private static final List<String> DEFAULT =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_FSETID",
          "CAP_FOWNER",
          "CAP_MKNOD",
          "CAP_NET_RAW",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETFCAP",
          "CAP_SETPCAP",
          "CAP_NET_BIND_SERVICE",
          "CAP_SYS_CHROOT",
          "CAP_KILL",
          "CAP_AUDIT_WRITE");

  private CapabilitySet() {}

  /**
   * The capabilities of a container.
   *
   * @param available a bit for each capability this daemon has itself; more cannot be given
   * @throws ApiException.BadParameter for a name that is none
   */
  public static List<String> of(
      boolean privileged, List<String> add, List<String> drop, long available) {
    List<String> adds = normalised(add, "invalid CapAdd");
    List<String> drops = normalised(drop, "invalid CapDrop");
    Set<String> granted = new LinkedHashSet<>();
    if (privileged) {
      granted.addAll(held(available));
    } else {
      if (adds.contains(ALL)) {
        granted.addAll(held(available));
      } else if (!drops.contains(ALL)) {
        granted.addAll(DEFAULT);
      }
      drops.forEach(granted::remove);
      adds.stream().filter(name -> !name.equals(ALL)).forEach(granted::add);
    }
    return List.copyOf(granted);
  }

  /** The capabilities whose bits are set. */
  public static List<String> held(long bits) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < CapabilityNames.ALL.size(); i++) {
      if ((bits >> i & 1) == 1) {
        names.add(CapabilityNames.ALL.get(i));
      }
    }
    return names;
  }

  private static List<String> normalised(List<String> names, String error) {
    List<String> result = new ArrayList<>();
    for (String name : names) {
      String upper = name.toUpperCase(Locale.ROOT);
      if (!upper.equals(ALL) && !upper.startsWith("CAP_")) {
        upper = "CAP_" + upper;
      }
      if (!upper.equals(ALL) && !CapabilityNames.ALL.contains(upper)) {
        throw new ApiException.BadParameter(error + ": unknown capability: \"" + name + "\"");
      }
      result.add(upper);
    }
    return result;
  }
}
