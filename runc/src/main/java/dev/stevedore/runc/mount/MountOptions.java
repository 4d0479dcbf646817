package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of a mount, sorted by what they are for.
 *
 * @param flags of mount(2) to set
 * @param cleared flags of mount(2) that were asked not to be set
 * @param propagation of the new mount, in the order given
 * @param recursive attributes for the mount and all below it
 * @param idMapping whether it is to be idmapped, and how deep
 * @param idMappings the mappings that the option has itself, as {@link IdMapText} has them
 * @param copyUp whether a tmpfs starts with what it covers
 * @param data everything else, for the file system
 */
public record MountOptions(
    int flags,
    int cleared,
    List<Integer> propagation,
    MountAttributes recursive,
    IdMapping idMapping,
    String idMappings,
    boolean copyUp,
    String data) {
  /** Whether ids are mapped by {@code idmap} or {@code ridmap}. */
  public enum IdMapping {
    NONE,
    TOP,
    RECURSIVE
  }

  /** Sorts the options of config.json; what is not known goes to the file system. */
  public static MountOptions parse(List<String> options) {
    int flags = 0;
    int cleared = 0;
    long recursiveSet = 0;
    long recursiveClear = 0;
    List<Integer> propagation = new ArrayList<>();
    IdMapping idMapping = IdMapping.NONE;
    String idMappings = "";
    boolean copyUp = false;
    List<String> data = new ArrayList<>();
    for (String option : options) {
      MountFlag flag = MountFlag.find(option);
      switch (flag) {
        case MountFlag.Set(int bits) -> {
          flags |= bits;
          cleared &= ~bits;
        }
        case MountFlag.Clear(int bits) -> {
          flags &= ~bits;
          cleared |= bits;
        }
        case MountFlag.Propagation(int bits) -> propagation.add(bits);
        case MountFlag.Recursive(long set, long clear) -> {
          recursiveSet = (recursiveSet & ~clear) | set;
          recursiveClear = (recursiveClear & ~set) | clear;
        }
        case MountFlag.IdMapped(boolean recursive, String mappings) -> {
          idMapping = recursive ? IdMapping.RECURSIVE : IdMapping.TOP;
          idMappings = mappings;
        }
        case MountFlag.CopyUp() -> copyUp = true;
        case MountFlag.Data() -> data.add(option);
      }
    }
    return new MountOptions(
        flags,
        cleared,
        List.copyOf(propagation),
        MountAttributes.of(recursiveSet, recursiveClear),
        idMapping,
        idMappings,
        copyUp,
        String.join(",", data));
  }

  /** Whether a mount of config.json is a bind mount, by its options or its type. */
  public static boolean isBind(Mount mount, MountOptions options) {
    return options.isBind() || mount.type().equals("bind");
  }

  public boolean isBind() {
    return (flags & Mounts.BIND) != 0;
  }

  public boolean isRecursiveBind() {
    return isBind() && (flags & Mounts.RECURSIVE) != 0;
  }

  public boolean isReadOnly() {
    return (flags & Mounts.READ_ONLY) != 0;
  }

  /** Those flags of mount(2) that are the file system's and not the mount's, by their names. */
  List<String> fileSystemFlags() {
    List<String> names = new ArrayList<>();
    addIf(Mounts.SYNCHRONOUS, "sync", names);
    addIf(Mounts.DIR_SYNC, "dirsync", names);
    addIf(Mounts.LAZY_TIME, "lazytime", names);
    addIf(Mounts.MANDATORY_LOCKS, "mand", names);
    return names;
  }

  private void addIf(int flag, String name, List<String> names) {
    if ((flags & flag) != 0) {
      names.add(name);
    }
  }

  /** The flags of mount(2) as attributes, for a bind mount; what has no attribute is left out. */
  public MountAttributes bindAttributes() {
    long set = attributes(flags);
    long clear = attributes(cleared);
    if ((flags & (Mounts.NO_ATIME | Mounts.RELATIME | Mounts.STRICT_ATIME)) != 0
        || (cleared & Mounts.NO_ATIME) != 0) {
      clear |= MountAttributes.ATIME_MODE;
    }
    return MountAttributes.of(set, clear & ~(set & ~MountAttributes.ATIME_MODE));
  }

  /** Flags of mount(2) as attributes. */
  static long attributes(int flags) {
    long attributes = 0;
    attributes |= (flags & Mounts.READ_ONLY) != 0 ? MountAttributes.READ_ONLY : 0;
    attributes |= (flags & Mounts.NO_SUID) != 0 ? MountAttributes.NO_SUID : 0;
    attributes |= (flags & Mounts.NO_DEV) != 0 ? MountAttributes.NO_DEV : 0;
    attributes |= (flags & Mounts.NO_EXEC) != 0 ? MountAttributes.NO_EXEC : 0;
    attributes |= (flags & Mounts.NO_DIR_ATIME) != 0 ? MountAttributes.NO_DIR_ATIME : 0;
    attributes |= (flags & Mounts.NO_SYM_FOLLOW) != 0 ? MountAttributes.NO_SYM_FOLLOW : 0;
    if ((flags & Mounts.STRICT_ATIME) != 0) {
      attributes |= MountAttributes.STRICT_ATIME;
    } else if ((flags & Mounts.NO_ATIME) != 0) {
      attributes |= MountAttributes.NO_ATIME;
    }
    return attributes;
  }
}
