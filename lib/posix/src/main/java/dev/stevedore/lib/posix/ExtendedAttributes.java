package dev.stevedore.lib.posix;

import java.util.Optional;

/** xattr(7) of files that are open, O_PATH included; not of symbolic links. */
public final class ExtendedAttributes {
  private static final int LARGEST = 64 * 1024;

  private ExtendedAttributes() {}

  /** getxattr(2); empty if there is none of that name, or the file system has none at all. */
  public static Optional<byte[]> get(Fd file, String name) {
    byte[] path = CString.of(file.procPath());
    byte[] key = CString.of(name);
    byte[] value = new byte[LARGEST];
    long n =
        Syscall.invoke(
            Syscall.GETXATTR, Syscall.at(path), Syscall.at(key), Syscall.at(value), value.length);
    if (n < 0) {
      return Optional.empty();
    }
    byte[] exact = new byte[(int) n];
    System.arraycopy(value, 0, exact, 0, exact.length);
    return Optional.of(exact);
  }

  /** setxattr(2). */
  public static void set(Fd file, String name, byte[] value) {
    byte[] path = CString.of(file.procPath());
    byte[] key = CString.of(name);
    Syscall.check(
        Syscall.invoke(
            Syscall.SETXATTR,
            Syscall.at(path),
            Syscall.at(key),
            Syscall.at(value),
            value.length,
            0),
        "setxattr " + name,
        file.procPath());
  }
}
