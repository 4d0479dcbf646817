package dev.stevedore.lib.linux;

/** Files with holes: what was never written, reads as zeros and takes no space. */
public final class SparseFiles {
  private static final int SEEK_SET = 0;
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;

  private SparseFiles() {}

  /** Moves to an offset in bytes, which may be behind the end; what lies between is a hole. */
  public static void seek(Fd file, long offset) throws LinuxException {
    try (Call call = new Call("lseek", file)) {
      call.make(Sys.LSEEK, file.number(), offset, SEEK_SET);
    }
  }

  /** Makes a file this many bytes long; what is new is a hole. */
  public static void truncate(Fd file, long size) throws LinuxException {
    try (Call call = new Call("ftruncate", file)) {
      call.make(Sys.FTRUNCATE, file.number(), size);
    }
  }

  /** Where content begins, at or after an offset; -1 if only a hole follows. Moves there. */
  public static long nextContent(Fd file, long offset) throws LinuxException {
    try (Call call = new Call("lseek", file)) {
      long found = call.attempt(Sys.LSEEK, file.number(), offset, SEEK_DATA);
      if (found == -Errno.ENXIO.number()) {
        return -1;
      }
      if (found < 0) {
        throw new LinuxException("lseek", file.toString(), Errno.of((int) -found));
      }
      return found;
    }
  }

  /** Where the content ends that an offset is in. */
  public static long nextHole(Fd file, long offset) throws LinuxException {
    try (Call call = new Call("lseek", file)) {
      return call.make(Sys.LSEEK, file.number(), offset, SEEK_HOLE);
    }
  }
}
