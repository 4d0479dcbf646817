package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which capabilities a container gets. See capabilities(7). */
public final class CapabilitySet {
  private static final String ALL = "ALL";

  /** All that Linux has, in the order of their numbers. */
  private static final List<String> KNOWN =
      List.of(
          "CAP_CHOWN",
          "CAP_DAC_OVERRIDE",
          "CAP_DAC_READ_SEARCH",
          "CAP_FOWNER",
          "CAP_FSETID",
          "CAP_KILL",
          "CAP_SETGID",
          "CAP_SETUID",
          "CAP_SETPCAP",
          "CAP_LINUX_IMMUTABLE",
          "CAP_NET_BIND_SERVICE",
          "CAP_NET_BROADCAST",
          "CAP_NET_ADMIN",
          "CAP_NET_RAW",
          "CAP_IPC_LOCK",
          "CAP_IPC_OWNER",
          "CAP_SYS_MODULE",
          "CAP_SYS_RAWIO",
          "CAP_SYS_CHROOT",
          "CAP_SYS_PTRACE",
          "CAP_SYS_PACCT",
          "CAP_SYS_ADMIN",
          "CAP_SYS_BOOT",
          "CAP_SYS_NICE",
          "CAP_SYS_RESOURCE",
          "CAP_SYS_TIME",
          "CAP_SYS_TTY_CONFIG",
          "CAP_MKNOD",
          "CAP_LEASE",
          "CAP_AUDIT_WRITE",
          "CAP_AUDIT_CONTROL",
          "CAP_SETFCAP",
          "CAP_MAC_OVERRIDE",
          "CAP_MAC_ADMIN",
          "CAP_SYSLOG",
          "CAP_WAKE_ALARM",
          "CAP_BLOCK_SUSPEND",
          "CAP_AUDIT_READ",
          "CAP_PERFMON",
          "CAP_BPF",
          "CAP_CHECKPOINT_RESTORE");

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
    for (int i = 0; i < KNOWN.size(); i++) {
      if ((bits >> i & 1) == 1) {
        names.add(KNOWN.get(i));
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
      if (!upper.equals(ALL) && !KNOWN.contains(upper)) {
        throw new ApiException.BadParameter(error + ": unknown capability: \"" + name + "\"");
      }
      result.add(upper);
    }
    return result;
  }
}
