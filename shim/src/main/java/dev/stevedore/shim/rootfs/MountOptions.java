package dev.stevedore.shim.rootfs;

import java.util.ArrayList;
import java.util.List;

/**
 * Options as in fstab, taken apart into what mount(2) wants.
 *
 * @param flags the MS_ bits, without those of {@code propagation}
 * @param propagation MS_SHARED and its like, for a call of their own
 * @param data the rest, for the file system, still apart
 */
public record MountOptions(int flags, int propagation, List<String> data) {
  private static final int RDONLY = 1;
  private static final int NOSUID = 2;
  private static final int NODEV = 4;
  private static final int NOEXEC = 8;
  private static final int SYNCHRONOUS = 16;
  private static final int REMOUNT = 32;
  private static final int MANDLOCK = 64;
  private static final int DIRSYNC = 128;
  private static final int NOATIME = 1024;
  private static final int NODIRATIME = 2048;
  private static final int BIND = 4096;
  private static final int REC = 16384;
  private static final int UNBINDABLE = 1 << 17;
  private static final int PRIVATE = 1 << 18;
  private static final int SLAVE = 1 << 19;
  private static final int SHARED = 1 << 20;
  private static final int RELATIME = 1 << 21;
  private static final int STRICTATIME = 1 << 24;

  /** Takes {@code options} apart; a later one overrules an earlier one. */
  public static MountOptions parse(List<String> options) {
    int flags = 0;
    int propagation = 0;
    List<String> data = new ArrayList<>();
    for (String option : options) {
      int set = setBy(option);
      int cleared = clearedBy(option);
      int spread = propagationOf(option);
      if (set != 0) {
        flags |= set;
      } else if (cleared != 0) {
        flags &= ~cleared;
      } else if (spread != 0) {
        propagation |= spread;
      } else if (!option.equals("defaults") && !option.isEmpty()) {
        data.add(option);
      }
    }
    return new MountOptions(flags, propagation, List.copyOf(data));
  }

  /** Whether it shows what is mounted already. */
  public boolean isBind() {
    return (flags & BIND) != 0;
  }

  /** Whether a bind mount has to be remounted for its flags to count. */
  public boolean isReadOnlyBind() {
    return (flags & (BIND | RDONLY)) == (BIND | RDONLY);
  }

  private static int setBy(String option) {
    return switch (option) {
      case "bind" -> BIND;
      case "rbind" -> BIND | REC;
      case "ro" -> RDONLY;
      case "nosuid" -> NOSUID;
      case "nodev" -> NODEV;
      case "noexec" -> NOEXEC;
      case "sync" -> SYNCHRONOUS;
      case "dirsync" -> DIRSYNC;
      case "remount" -> REMOUNT;
      case "mand" -> MANDLOCK;
      case "noatime" -> NOATIME;
      case "nodiratime" -> NODIRATIME;
      case "relatime" -> RELATIME;
      case "strictatime" -> STRICTATIME;
      default -> 0;
    };
  }

  private static int clearedBy(String option) {
    return switch (option) {
      case "rw" -> RDONLY;
      case "suid" -> NOSUID;
      case "dev" -> NODEV;
      case "exec" -> NOEXEC;
      case "async" -> SYNCHRONOUS;
      case "nomand" -> MANDLOCK;
      case "atime" -> NOATIME;
      case "diratime" -> NODIRATIME;
      case "norelatime" -> RELATIME;
      case "nostrictatime" -> STRICTATIME;
      default -> 0;
    };
  }

  private static int propagationOf(String option) {
    return switch (option) {
      case "shared" -> SHARED;
      case "rshared" -> SHARED | REC;
      case "private" -> PRIVATE;
      case "rprivate" -> PRIVATE | REC;
      case "slave" -> SLAVE;
      case "rslave" -> SLAVE | REC;
      case "unbindable" -> UNBINDABLE;
      case "runbindable" -> UNBINDABLE | REC;
      default -> 0;
    };
  }
}
