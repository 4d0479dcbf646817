package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Whole directory trees, by descriptor: names may be any bytes, no link is followed, and nobody can
 * lead the walk elsewhere by renaming.
 */
public final class Trees {
  private static final int BUFFER = 32 * 1024;
  private static final int NAME_OFFSET = 19;

  private Trees() {}

  /**
   * Deletes a directory and all below it; nothing to do if it is not there. What is mounted is
   * never entered: EXDEV or EBUSY then, whatever was beside it is gone.
   */
  public static void delete(Path directory) throws LinuxException {
    Path parent = directory.toAbsolutePath().getParent();
    if (parent == null) {
      throw new LinuxException("delete", directory.toString(), Errno.EINVAL);
    }
    try (Fd parentFd = Directory.open(parent.toString())) {
      delete(parentFd, String.valueOf(directory.getFileName()));
    } catch (LinuxException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
  }

  /** Deletes a file of any type; a directory with all below it. Not there is not an error. */
  public static void delete(Fd parent, String name) throws LinuxException {
    try {
      Directory.unlink(parent, name);
      return;
    } catch (LinuxException e) {
      if (e.errno() == Errno.ENOENT) {
        return;
      }
      if (e.errno() != Errno.EISDIR && e.errno() != Errno.EPERM) {
        throw e;
      }
    }
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_DIRECTORY | OpenFlags.O_NOFOLLOW;
    try (Fd directory = Openat2.open(parent, name, flags, 0, Openat2.RESOLVE_NO_XDEV)) {
      for (String child : list(directory)) {
        delete(directory, child);
      }
    }
    Directory.removeDirectory(parent, name);
  }

  /** The names in an open directory, without "." and "..". */
  public static List<String> list(Fd directory) throws LinuxException {
    List<String> names = new ArrayList<>();
    try (Call call = new Call("getdents", directory)) {
      MemorySegment buffer = call.block(BUFFER);
      long size;
      while ((size = call.make(Sys.GETDENTS64, directory.number(), buffer.address(), BUFFER)) > 0) {
        for (long at = 0; at < size; ) {
          int length = Short.toUnsignedInt(buffer.get(JAVA_SHORT_UNALIGNED, at + 16));
          String name = name(buffer, at + NAME_OFFSET);
          if (!name.equals(".") && !name.equals("..")) {
            names.add(name);
          }
          at += length;
        }
      }
    }
    return names;
  }

  private static String name(MemorySegment buffer, long start) {
    long end = start;
    while (buffer.get(JAVA_BYTE, end) != 0) {
      end++;
    }
    return FileNames.decode(buffer.asSlice(start, end - start).toArray(JAVA_BYTE));
  }
}
