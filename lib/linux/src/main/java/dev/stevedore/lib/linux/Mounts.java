package dev.stevedore.lib.linux;

/** mount(2) and umount2(2). */
public final class Mounts {
  /** Read-only. */
  public static final long MS_RDONLY = 0x1;

  /** No set-user-ID programs. */
  public static final long MS_NOSUID = 0x2;

  /** No devices. */
  public static final long MS_NODEV = 0x4;

  /** No programs. */
  public static final long MS_NOEXEC = 0x8;

  /** Change the flags of a mount that is there. */
  public static final long MS_REMOUNT = 0x20;

  /** A directory or file, seen in another place. */
  public static final long MS_BIND = 0x1000;

  /** With the mounts below it. */
  public static final long MS_REC = 0x4000;

  /** Mounts neither come from peers nor go to them. */
  public static final long MS_PRIVATE = 0x40000;

  /** Mounts come from peers, but do not go to them. */
  public static final long MS_SLAVE = 0x80000;

  /** Mounts come from peers and go to them. */
  public static final long MS_SHARED = 0x100000;

  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;

  private Mounts() {}

  /**
   * Mounts.
   *
   * @param source a device or directory; for most virtual file systems any text
   * @param target where
   * @param type a file system type; ignored for bind mounts and changes of flags
   * @param flags the MS_ flags
   * @param data options of the file system; may be empty
   */
  public static void mount(String source, String target, String type, long flags, String data)
      throws LinuxException {
    try (Call call = new Call("mount " + source + " (" + type + ") on", target)) {
      call.make(
          Sys.MOUNT,
          call.string(source),
          call.string(target),
          call.string(type),
          flags,
          data.isEmpty() ? 0 : call.string(data));
    }
  }

  /** Unmounts; EBUSY if it is in use. */
  public static void unmount(String target) throws LinuxException {
    unmount(target, UMOUNT_NOFOLLOW);
  }

  /** Takes the mount out of the tree at once; it ends when its last user does. */
  public static void detach(String target) throws LinuxException {
    unmount(target, UMOUNT_NOFOLLOW | MNT_DETACH);
  }

  private static void unmount(String target, int flags) throws LinuxException {
    try (Call call = new Call("umount", target)) {
      call.make(Sys.UMOUNT2, call.string(target), flags);
    }
  }
}
