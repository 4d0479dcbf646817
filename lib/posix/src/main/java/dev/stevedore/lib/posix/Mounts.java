package dev.stevedore.lib.posix;

import java.util.List;

/** mount(2), umount2(2), pivot_root(2), and the calls that mount by descriptor. */
public final class Mounts {
  public static final int READ_ONLY = 1;
  public static final int NO_SUID = 2;
  public static final int NO_DEV = 4;
  public static final int NO_EXEC = 8;
  public static final int SYNCHRONOUS = 16;
  public static final int REMOUNT = 32;
  public static final int MANDATORY_LOCKS = 64;
  public static final int DIR_SYNC = 128;
  public static final int NO_SYM_FOLLOW = 256;
  public static final int NO_ATIME = 1024;
  public static final int NO_DIR_ATIME = 2048;
  public static final int BIND = 4096;
  public static final int MOVE = 8192;
  public static final int RECURSIVE = 16384;
  public static final int SILENT = 32768;
  public static final int UNBINDABLE = 1 << 17;
  public static final int PRIVATE = 1 << 18;
  public static final int SLAVE = 1 << 19;
  public static final int SHARED = 1 << 20;
  public static final int RELATIME = 1 << 21;
  public static final int I_VERSION = 1 << 23;
  public static final int STRICT_ATIME = 1 << 24;
  public static final int LAZY_TIME = 1 << 25;

  private static final int MNT_DETACH = 2;
  private static final int UMOUNT_NOFOLLOW = 8;
  private static final int AT_FDCWD = -100;
  private static final int AT_EMPTY_PATH = 0x1000;
  private static final int AT_RECURSIVE = 0x8000;
  private static final int OPEN_TREE_CLONE = 1;
  private static final int MOVE_MOUNT_F_EMPTY_PATH = 0x04;
  private static final int MOVE_MOUNT_T_EMPTY_PATH = 0x40;
  private static final byte[] EMPTY = new byte[1];

  private Mounts() {}

  /**
   * mount(2).
   *
   * @param source device, directory or word; may be empty
   * @param target where
   * @param type of the file system; may be empty
   * @param flags bits of this class
   * @param data options of the file system; may be empty
   */
  public static void mount(String source, String target, String type, int flags, String data) {
    byte[] sourceBytes = CString.of(source);
    byte[] targetBytes = CString.of(target);
    byte[] typeBytes = CString.of(type);
    byte[] dataBytes = CString.of(data);
    Syscall.check(
        Syscall.invoke(
            Syscall.MOUNT,
            Syscall.at(sourceBytes),
            Syscall.at(targetBytes),
            Syscall.at(typeBytes),
            flags,
            data.isEmpty() ? 0 : Syscall.at(dataBytes)),
        "mount",
        target);
  }

  /** mount(2) for the propagation of the mount at {@code target}. */
  public static void setPropagation(String target, int flags) {
    mount("", target, "", flags, "");
  }

  /** umount2(2) with MNT_DETACH: out of sight now, gone when no longer used. */
  public static void detach(String target) {
    byte[] bytes = CString.of(target);
    Syscall.check(
        Syscall.invoke(Syscall.UMOUNT2, Syscall.at(bytes), MNT_DETACH | UMOUNT_NOFOLLOW),
        "umount",
        target);
  }

  /** pivot_root(2). */
  public static void pivotRoot(String newRoot, String putOld) {
    byte[] root = CString.of(newRoot);
    byte[] old = CString.of(putOld);
    Syscall.check(
        Syscall.invoke(Syscall.PIVOT_ROOT, Syscall.at(root), Syscall.at(old)),
        "pivot_root",
        newRoot);
  }

  /** chroot(2). */
  public static void changeRoot(String path) {
    byte[] bytes = CString.of(path);
    Syscall.check(Syscall.invoke(Syscall.CHROOT, Syscall.at(bytes)), "chroot", path);
  }

  /**
   * open_tree(2) with OPEN_TREE_CLONE: a detached copy of the mount at a path, which goes away with
   * its descriptor unless it is {@linkplain #attach attached}.
   *
   * @param recursive whether to copy the mounts below it too
   */
  public static Fd cloneTree(String path, boolean recursive) {
    byte[] bytes = CString.of(path);
    return cloneTree(AT_FDCWD, bytes, recursive ? AT_RECURSIVE : 0, path);
  }

  /** The same, for what is open already. */
  public static Fd cloneTree(Fd file, boolean recursive) {
    int flags = AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0);
    return cloneTree(file.number(), EMPTY, flags, file.procPath());
  }

  /**
   * fsopen(2), fsmount(2): a new file system with its default options, detached.
   *
   * @param type such as {@code tmpfs}
   * @param attributes of the mount, bits of {@link MountAttributes}
   */
  public static Fd newFileSystem(String type, int attributes) {
    return newFileSystem(type, attributes, "", List.of());
  }

  /**
   * The same with options.
   *
   * @param source as {@link #mount} takes it; may be empty
   * @param options of the file system, as {@code name=value} or {@code name}
   */
  public static Fd newFileSystem(String type, int attributes, String source, List<String> options) {
    int cloexec = 1;
    int commandCreate = 6;
    byte[] name = CString.of(type);
    long context = Syscall.invoke(Syscall.FSOPEN, Syscall.at(name), cloexec);
    try (Fd configured = new Fd((int) Syscall.check(context, "fsopen", type))) {
      if (!source.isEmpty()) {
        configure(configured, "source=" + source);
      }
      for (String option : options) {
        configure(configured, option);
      }
      Syscall.check(
          Syscall.invoke(Syscall.FSCONFIG, configured.number(), commandCreate, 0, 0, 0),
          "fsconfig",
          type);
      long fd = Syscall.invoke(Syscall.FSMOUNT, configured.number(), cloexec, attributes);
      return new Fd((int) Syscall.check(fd, "fsmount", type));
    }
  }

  /** move_mount(2): attaches a detached mount on top of what {@code target} is open on. */
  public static void attach(Fd tree, Fd target) {
    Syscall.check(
        Syscall.invoke(
            Syscall.MOVE_MOUNT,
            tree.number(),
            Syscall.at(EMPTY),
            target.number(),
            Syscall.at(EMPTY),
            MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH),
        "move_mount",
        target.procPath());
  }

  /**
   * mount_setattr(2) on the mount whose root is open.
   *
   * @param attributes what to change
   * @param recursive whether the mounts below it change too
   */
  public static void setAttributes(Fd tree, MountAttributes attributes, boolean recursive) {
    byte[] attr = attributes.toStruct();
    Syscall.check(
        Syscall.invoke(
            Syscall.MOUNT_SETATTR,
            tree.number(),
            Syscall.at(EMPTY),
            AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0),
            Syscall.at(attr),
            attr.length),
        "mount_setattr",
        tree.procPath());
  }

  private static void configure(Fd context, String option) {
    int setFlag = 0;
    int setString = 1;
    int equals = option.indexOf('=');
    byte[] key = CString.of(equals < 0 ? option : option.substring(0, equals));
    byte[] value = CString.of(option.substring(equals + 1));
    Syscall.check(
        Syscall.invoke(
            Syscall.FSCONFIG,
            context.number(),
            equals < 0 ? setFlag : setString,
            Syscall.at(key),
            equals < 0 ? 0 : Syscall.at(value),
            0),
        "fsconfig",
        option);
  }

  private static Fd cloneTree(int directory, byte[] path, int flags, String subject) {
    long fd =
        Syscall.invoke(
            Syscall.OPEN_TREE,
            directory,
            Syscall.at(path),
            OPEN_TREE_CLONE | OpenFlags.CLOSE_ON_EXEC | flags);
    return new Fd((int) Syscall.check(fd, "open_tree", subject));
  }
}
