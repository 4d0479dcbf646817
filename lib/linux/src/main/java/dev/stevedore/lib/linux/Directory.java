package dev.stevedore.lib.linux;

/**
 * Changes to the names in a directory that is open, so that nobody can swap the directory in the
 * meantime. Names given here should be single parts: only the last part of a path is not followed.
 */
public final class Directory {
  private static final int AT_REMOVEDIR = 0x200;

  private Directory() {}

  /** Opens a directory by a path that is trusted. */
  public static Fd open(String path) throws LinuxException {
    try (Call call = new Call("open", path)) {
      int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_CLOEXEC;
      return new Fd((int) call.make(Sys.OPENAT, Fd.CWD.number(), call.string(path), flags));
    }
  }

  /** Creates a directory; the umask applies to the mode. */
  public static void make(Fd parent, String name, int mode) throws LinuxException {
    try (Call call = new Call("mkdir", name)) {
      call.make(Sys.MKDIRAT, parent.number(), call.string(name), mode);
    }
  }

  /** Creates a device, a FIFO or a socket; the umask applies to the mode. */
  public static void makeNode(Fd parent, String name, FileType type, int mode, long device)
      throws LinuxException {
    try (Call call = new Call("mknod", name)) {
      call.make(
          Sys.MKNODAT, parent.number(), call.string(name), type.bits() | (mode & 07777), device);
    }
  }

  /** Creates a symbolic link. */
  public static void symlink(String target, Fd parent, String name) throws LinuxException {
    try (Call call = new Call("symlink", name)) {
      call.make(Sys.SYMLINKAT, call.string(target), parent.number(), call.string(name));
    }
  }

  /** Gives a file another name; a symbolic link is linked itself, not followed. */
  public static void link(Fd fromParent, String from, Fd parent, String name)
      throws LinuxException {
    try (Call call = new Call("link", from + " to " + name)) {
      call.make(
          Sys.LINKAT,
          fromParent.number(),
          call.string(from),
          parent.number(),
          call.string(name),
          0);
    }
  }

  /** What a symbolic link says. */
  public static String readLink(Fd parent, String name) throws LinuxException {
    try (Call call = new Call("readlink", name)) {
      var block = call.block(4096);
      long length =
          call.make(Sys.READLINKAT, parent.number(), call.string(name), block.address(), 4096);
      return FileNames.decode(
          block.asSlice(0, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE));
    }
  }

  /** Removes a name that is not a directory's. */
  public static void unlink(Fd parent, String name) throws LinuxException {
    remove("unlink", parent, name, 0);
  }

  /** Removes an empty directory. */
  public static void removeDirectory(Fd parent, String name) throws LinuxException {
    remove("rmdir", parent, name, AT_REMOVEDIR);
  }

  private static void remove(String operation, Fd parent, String name, int flags)
      throws LinuxException {
    try (Call call = new Call(operation, name)) {
      call.make(Sys.UNLINKAT, parent.number(), call.string(name), flags);
    }
  }

  /** Moves a name, over what has the new one. */
  public static void rename(Fd fromParent, String from, Fd parent, String name)
      throws LinuxException {
    try (Call call = new Call("rename", from + " to " + name)) {
      call.make(
          Sys.RENAMEAT2,
          fromParent.number(),
          call.string(from),
          parent.number(),
          call.string(name),
          0);
    }
  }
}
