package dev.stevedore.lib.posix;

/**
 * What mount_setattr(2) changes.
 *
 * @param set attributes to set, bits of this class
 * @param clear attributes to clear; to change the access time mode, all of {@link #ATIME_MODE}
 * @param propagation one of the propagation flags of {@link Mounts}, or 0
 * @param userNamespace descriptor of the user namespace of an idmapped mount, or -1
 */
public record MountAttributes(long set, long clear, long propagation, int userNamespace) {
  public static final int READ_ONLY = 0x1;
  public static final int NO_SUID = 0x2;
  public static final int NO_DEV = 0x4;
  public static final int NO_EXEC = 0x8;
  public static final int ATIME_MODE = 0x70;
  public static final int RELATIME = 0x0;
  public static final int NO_ATIME = 0x10;
  public static final int STRICT_ATIME = 0x20;
  public static final int NO_DIR_ATIME = 0x80;
  public static final int NO_SYM_FOLLOW = 0x200000;

  private static final int IDMAP = 0x100000;

  /** Attributes alone. */
  public static MountAttributes of(long set, long clear) {
    return new MountAttributes(set, clear, 0, -1);
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return set == 0 && clear == 0 && propagation == 0 && userNamespace < 0;
  }

  byte[] toStruct() {
    byte[] struct = new byte[32];
    Struct.putLong(struct, 0, userNamespace < 0 ? set : set | IDMAP);
    Struct.putLong(struct, 8, clear);
    Struct.putLong(struct, 16, propagation);
    Struct.putLong(struct, 24, Math.max(userNamespace, 0));
    return struct;
  }
}
