package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import java.util.List;

/** What a single mount option means (config-linux.md, "Linux mount options"). */
sealed interface MountFlag {
  /** A flag of mount(2) to set. */
  record Set(int bits) implements MountFlag {}

  /** A flag of mount(2) to leave unset. */
  record Clear(int bits) implements MountFlag {}

  /** A propagation type. */
  record Propagation(int bits) implements MountFlag {}

  /** An attribute of the mount and all below it. */
  record Recursive(long set, long clear) implements MountFlag {}

  /** An idmapped mount, with mappings as {@link IdMapText} has them, or none. */
  record IdMapped(boolean recursive, String mappings) implements MountFlag {}

  /** A tmpfs that starts with what it covers. */
  record CopyUp() implements MountFlag {}

  /** An option of the file system. */
  record Data() implements MountFlag {}

  /** Names of all options that are not the file system's own. */
  List<String> NAMES =
      List.of(
          "async",
          "atime",
          "bind",
          "defaults",
          "dev",
          "diratime",
          "dirsync",
          "exec",
          "iversion",
          "lazytime",
          "loud",
          "mand",
          "noatime",
          "nodev",
          "nodiratime",
          "noexec",
          "noiversion",
          "nolazytime",
          "nomand",
          "norelatime",
          "nostrictatime",
          "nosuid",
          "nosymfollow",
          "private",
          "ratime",
          "rbind",
          "rdev",
          "rdiratime",
          "relatime",
          "remount",
          "rexec",
          "rnoatime",
          "rnodev",
          "rnodiratime",
          "rnoexec",
          "rnorelatime",
          "rnostrictatime",
          "rnosuid",
          "rnosymfollow",
          "ro",
          "rprivate",
          "rrelatime",
          "rro",
          "rrw",
          "rshared",
          "rslave",
          "rstrictatime",
          "rsuid",
          "rsymfollow",
          "runbindable",
          "rw",
          "shared",
          "silent",
          "slave",
          "strictatime",
          "suid",
          "symfollow",
          "sync",
          "tmpcopyup",
          "unbindable");

  /** The meaning of an option; {@link Data} for one that is not known here. */
  static MountFlag find(String option) {
    return switch (option) {
      case "defaults" -> new Set(0);
      case "bind" -> new Set(Mounts.BIND);
      case "rbind" -> new Set(Mounts.BIND | Mounts.RECURSIVE);
      case "ro" -> new Set(Mounts.READ_ONLY);
      case "rw" -> new Clear(Mounts.READ_ONLY);
      case "nosuid" -> new Set(Mounts.NO_SUID);
      case "suid" -> new Clear(Mounts.NO_SUID);
      case "nodev" -> new Set(Mounts.NO_DEV);
      case "dev" -> new Clear(Mounts.NO_DEV);
      case "noexec" -> new Set(Mounts.NO_EXEC);
      case "exec" -> new Clear(Mounts.NO_EXEC);
      case "nosymfollow" -> new Set(Mounts.NO_SYM_FOLLOW);
      case "symfollow" -> new Clear(Mounts.NO_SYM_FOLLOW);
      case "sync" -> new Set(Mounts.SYNCHRONOUS);
      case "async" -> new Clear(Mounts.SYNCHRONOUS);
      case "dirsync" -> new Set(Mounts.DIR_SYNC);
      case "mand" -> new Set(Mounts.MANDATORY_LOCKS);
      case "nomand" -> new Clear(Mounts.MANDATORY_LOCKS);
      case "noatime" -> new Set(Mounts.NO_ATIME);
      case "atime" -> new Clear(Mounts.NO_ATIME);
      case "nodiratime" -> new Set(Mounts.NO_DIR_ATIME);
      case "diratime" -> new Clear(Mounts.NO_DIR_ATIME);
      case "relatime" -> new Set(Mounts.RELATIME);
      case "norelatime" -> new Clear(Mounts.RELATIME);
      case "strictatime" -> new Set(Mounts.STRICT_ATIME);
      case "nostrictatime" -> new Clear(Mounts.STRICT_ATIME);
      case "lazytime" -> new Set(Mounts.LAZY_TIME);
      case "nolazytime" -> new Clear(Mounts.LAZY_TIME);
      case "iversion" -> new Set(Mounts.I_VERSION);
      case "noiversion" -> new Clear(Mounts.I_VERSION);
      case "silent" -> new Set(Mounts.SILENT);
      case "loud" -> new Clear(Mounts.SILENT);
      case "remount" -> new Set(Mounts.REMOUNT);
      case "private" -> new Propagation(Mounts.PRIVATE);
      case "rprivate" -> new Propagation(Mounts.PRIVATE | Mounts.RECURSIVE);
      case "slave" -> new Propagation(Mounts.SLAVE);
      case "rslave" -> new Propagation(Mounts.SLAVE | Mounts.RECURSIVE);
      case "shared" -> new Propagation(Mounts.SHARED);
      case "rshared" -> new Propagation(Mounts.SHARED | Mounts.RECURSIVE);
      case "unbindable" -> new Propagation(Mounts.UNBINDABLE);
      case "runbindable" -> new Propagation(Mounts.UNBINDABLE | Mounts.RECURSIVE);
      case "rro" -> new Recursive(MountAttributes.READ_ONLY, 0);
      case "rrw" -> new Recursive(0, MountAttributes.READ_ONLY);
      case "rnosuid" -> new Recursive(MountAttributes.NO_SUID, 0);
      case "rsuid" -> new Recursive(0, MountAttributes.NO_SUID);
      case "rnodev" -> new Recursive(MountAttributes.NO_DEV, 0);
      case "rdev" -> new Recursive(0, MountAttributes.NO_DEV);
      case "rnoexec" -> new Recursive(MountAttributes.NO_EXEC, 0);
      case "rexec" -> new Recursive(0, MountAttributes.NO_EXEC);
      case "rnodiratime" -> new Recursive(MountAttributes.NO_DIR_ATIME, 0);
      case "rdiratime" -> new Recursive(0, MountAttributes.NO_DIR_ATIME);
      case "rnosymfollow" -> new Recursive(MountAttributes.NO_SYM_FOLLOW, 0);
      case "rsymfollow" -> new Recursive(0, MountAttributes.NO_SYM_FOLLOW);
      case "rrelatime", "ratime", "rnostrictatime" -> accessTime(MountAttributes.RELATIME);
      case "rnoatime" -> accessTime(MountAttributes.NO_ATIME);
      case "rstrictatime", "rnorelatime" -> accessTime(MountAttributes.STRICT_ATIME);
      case "idmap" -> new IdMapped(false, "");
      case "ridmap" -> new IdMapped(true, "");
      case "tmpcopyup" -> new CopyUp();
      default -> other(option);
    };
  }

  private static MountFlag other(String option) {
    if (option.startsWith("idmap=")) {
      return new IdMapped(false, option.substring("idmap=".length()));
    }
    if (option.startsWith("ridmap=")) {
      return new IdMapped(true, option.substring("ridmap=".length()));
    }
    return new Data();
  }

  /** The access time mode is a number in some bits: all of them are cleared first. */
  private static MountFlag accessTime(long mode) {
    return new Recursive(mode, MountAttributes.ATIME_MODE);
  }
}
