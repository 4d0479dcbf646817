package dev.stevedore.lib.posix;

import java.util.ArrayList;
import java.util.List;

/** getdents64(2). */
public final class Directories {
  private static final int NAME_OFFSET = 19;
  private static final int RECORD_LENGTH_OFFSET = 16;

  private Directories() {}

  /** The names in a directory, without {@code .} and {@code ..}, in the file system's order. */
  public static List<String> list(String path) {
    try (Fd directory = Files.open(path, OpenFlags.READ_ONLY | OpenFlags.DIRECTORY, 0)) {
      return list(directory);
    }
  }

  /** The same, for a directory that is open for reading. */
  public static List<String> list(Fd directory) {
    List<String> names = new ArrayList<>();
    byte[] entries = new byte[8192];
    while (true) {
      long n =
          Syscall.check(
              Syscall.invoke(
                  Syscall.GETDENTS64, directory.number(), Syscall.at(entries), entries.length),
              "getdents64",
              directory.procPath());
      if (n == 0) {
        return names;
      }
      int at = 0;
      while (at < n) {
        String name = CString.in(entries, at + NAME_OFFSET);
        if (!name.equals(".") && !name.equals("..")) {
          names.add(name);
        }
        at += Struct.getUnsignedShort(entries, at + RECORD_LENGTH_OFFSET);
      }
    }
  }
}
