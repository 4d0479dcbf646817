package dev.stevedore.lib.linux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Mount options as mount(8) takes them, {@code ro,noexec,size=1m}, sorted by what they are for.
 *
 * @param flags of mount(2)
 * @param propagation flags of a second mount(2); 0 for none
 * @param data what is left for the file system
 */
public record MountOptions(long flags, long propagation, String data) {
  /** What a word sets; {@code no…} and the like clear it. */
  private static final Map<String, Long> SET =
      Map.ofEntries(
          Map.entry("ro", Mounts.MS_RDONLY),
          Map.entry("nosuid", Mounts.MS_NOSUID),
          Map.entry("nodev", Mounts.MS_NODEV),
          Map.entry("noexec", Mounts.MS_NOEXEC),
          Map.entry("sync", 0x10L),
          Map.entry("remount", Mounts.MS_REMOUNT),
          Map.entry("mand", 0x40L),
          Map.entry("dirsync", 0x80L),
          Map.entry("noatime", 0x400L),
          Map.entry("nodiratime", 0x800L),
          Map.entry("bind", Mounts.MS_BIND),
          Map.entry("rbind", Mounts.MS_BIND | Mounts.MS_REC),
          Map.entry("relatime", 0x200000L),
          Map.entry("strictatime", 0x1000000L));

  private static final Map<String, Long> CLEAR =
      Map.ofEntries(
          Map.entry("defaults", 0L),
          Map.entry("rw", Mounts.MS_RDONLY),
          Map.entry("suid", Mounts.MS_NOSUID),
          Map.entry("dev", Mounts.MS_NODEV),
          Map.entry("exec", Mounts.MS_NOEXEC),
          Map.entry("async", 0x10L),
          Map.entry("nomand", 0x40L),
          Map.entry("atime", 0x400L),
          Map.entry("diratime", 0x800L),
          Map.entry("norelatime", 0x200000L),
          Map.entry("nostrictatime", 0x1000000L));

  private static final Map<String, Long> PROPAGATION =
      Map.of(
          "private",
          Mounts.MS_PRIVATE,
          "rprivate",
          Mounts.MS_PRIVATE | Mounts.MS_REC,
          "slave",
          Mounts.MS_SLAVE,
          "rslave",
          Mounts.MS_SLAVE | Mounts.MS_REC,
          "shared",
          Mounts.MS_SHARED,
          "rshared",
          Mounts.MS_SHARED | Mounts.MS_REC);

  /** Sorts them; a later one wins over an earlier. */
  public static MountOptions parse(List<String> options) {
    long flags = 0;
    long propagation = 0;
    List<String> data = new ArrayList<>();
    for (String option : options) {
      if (SET.containsKey(option)) {
        flags |= SET.getOrDefault(option, 0L);
      } else if (CLEAR.containsKey(option)) {
        flags &= ~CLEAR.getOrDefault(option, 0L);
      } else if (PROPAGATION.containsKey(option)) {
        propagation = PROPAGATION.getOrDefault(option, 0L);
      } else if (!option.isEmpty()) {
        data.add(option);
      }
    }
    return new MountOptions(flags, propagation, String.join(",", data));
  }

  /** Mounts with these options: a read-only bind mount takes two calls. */
  public void mount(String source, String target, String type) throws LinuxException {
    Mounts.mount(source, target, type, flags, data);
    if (propagation != 0) {
      Mounts.mount("none", target, "none", propagation, "");
    }
    boolean readOnlyBind = (flags & Mounts.MS_BIND) != 0 && (flags & Mounts.MS_RDONLY) != 0;
    if (readOnlyBind) {
      Mounts.mount("none", target, "none", (flags | Mounts.MS_REMOUNT) & ~Mounts.MS_REC, "");
    }
  }
}
