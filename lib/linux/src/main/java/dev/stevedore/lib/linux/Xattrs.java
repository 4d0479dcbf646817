package dev.stevedore.lib.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extended attributes, xattr(7). The last part of a path is not followed if it is a symbolic link;
 * to be sure of the parts before it, give {@code /proc/self/fd/N/name}.
 */
public final class Xattrs {
  private static final int MAX_SIZE = 64 * 1024;

  private Xattrs() {}

  /** Sets one. */
  public static void set(String path, String attribute, byte[] value) throws LinuxException {
    try (Call call = new Call("setxattr " + attribute, path)) {
      MemorySegment copy = copy(call, value);
      call.make(
          Sys.LSETXATTR,
          call.string(path),
          call.string(attribute),
          copy.address(),
          value.length,
          0);
    }
  }

  /** Sets one of an open file. */
  public static void set(Fd file, String attribute, byte[] value) throws LinuxException {
    try (Call call = new Call("setxattr " + attribute, file)) {
      MemorySegment copy = copy(call, value);
      call.make(
          Sys.FSETXATTR, file.number(), call.string(attribute), copy.address(), value.length, 0);
    }
  }

  /** Reads one, if it is there. */
  public static Optional<byte[]> get(String path, String attribute) throws LinuxException {
    try (Call call = new Call("getxattr " + attribute, path)) {
      MemorySegment value = call.block(MAX_SIZE);
      long size =
          call.attempt(
              Sys.LGETXATTR,
              call.string(path),
              call.string(attribute),
              value.address(),
              value.byteSize());
      if (size == -Errno.ENODATA.number()) {
        return Optional.empty();
      }
      if (size < 0) {
        throw new LinuxException("getxattr " + attribute, path, Errno.of((int) -size));
      }
      return Optional.of(value.asSlice(0, size).toArray(JAVA_BYTE));
    }
  }

  /** The names of all; none on a file system without any. */
  public static List<String> list(String path) throws LinuxException {
    try (Call call = new Call("listxattr", path)) {
      MemorySegment names = call.block(MAX_SIZE);
      long size =
          call.attempt(Sys.LLISTXATTR, call.string(path), names.address(), names.byteSize());
      if (size == -Errno.EOPNOTSUPP.number()) {
        return List.of();
      }
      if (size < 0) {
        throw new LinuxException("listxattr", path, Errno.of((int) -size));
      }
      List<String> list = new ArrayList<>();
      long start = 0;
      for (long i = 0; i < size; i++) {
        if (names.get(JAVA_BYTE, i) == 0) {
          list.add(FileNames.decode(names.asSlice(start, i - start).toArray(JAVA_BYTE)));
          start = i + 1;
        }
      }
      return list;
    }
  }

  /** Removes one. */
  public static void remove(String path, String attribute) throws LinuxException {
    try (Call call = new Call("removexattr " + attribute, path)) {
      call.make(Sys.LREMOVEXATTR, call.string(path), call.string(attribute));
    }
  }

  private static MemorySegment copy(Call call, byte[] value) {
    MemorySegment copy = call.block(Math.max(1, value.length));
    MemorySegment.copy(value, 0, copy, JAVA_BYTE, 0, value.length);
    return copy;
  }
}
