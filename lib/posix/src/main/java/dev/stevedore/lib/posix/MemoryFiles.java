package dev.stevedore.lib.posix;

/** memfd_create(2): files that are nowhere but in memory. */
public final class MemoryFiles {
  private static final int MFD_CLOEXEC = 1;
  private static final int MFD_ALLOW_SEALING = 2;
  private static final int F_ADD_SEALS = 1033;
  private static final int SEAL_ALL = 0x1 | 0x2 | 0x4 | 0x8;

  private MemoryFiles() {}

  /** A new one, empty. */
  public static Fd create(String name) {
    byte[] bytes = CString.of(name);
    long fd =
        Syscall.invoke(Syscall.MEMFD_CREATE, Syscall.at(bytes), MFD_CLOEXEC | MFD_ALLOW_SEALING);
    return new Fd((int) Syscall.check(fd, "memfd_create", name));
  }

  /** From here on it can neither be written nor grow, shrink or be unsealed. */
  public static void seal(Fd file) {
    Syscall.check(
        Syscall.invoke(Syscall.FCNTL, file.number(), F_ADD_SEALS, SEAL_ALL),
        "fcntl",
        "F_ADD_SEALS");
  }

  /** Reads it from its start to its end. */
  public static byte[] content(Fd file) {
    rewind(file);
    return file.readAll();
  }

  /** lseek(2) to the start. */
  public static void rewind(Fd file) {
    Syscall.check(Syscall.invoke(Syscall.LSEEK, file.number(), 0, 0), "lseek", file.procPath());
  }
}
