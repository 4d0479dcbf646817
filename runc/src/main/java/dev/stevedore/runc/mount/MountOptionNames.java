package dev.stevedore.runc.mount;

import java.util.List;

/** The names of all mount options that are not a file system's own. */
public final class MountOptionNames {
  private MountOptionNames() {}

  /** In order. */
  public static List<String> all() {
    return MountFlag.NAMES;
  }
}
