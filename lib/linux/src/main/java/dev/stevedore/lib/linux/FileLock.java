package dev.stevedore.lib.linux;

import java.nio.file.Path;
import java.util.Optional;

/** flock(2): a lock on a file, gone with the process that holds it. */
public final class FileLock implements AutoCloseable {
  private static final int LOCK_EX = 2;
  private static final int LOCK_NB = 4;

  private final Fd file;

  private FileLock(Fd file) {
    this.file = file;
  }

  /** Takes the lock, creating the file if need be; nothing if somebody else holds it. */
  public static Optional<FileLock> tryLock(Path path) throws LinuxException {
    Fd file = Openat2.open(Fd.CWD, path.toString(), OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0600, 0);
    try (Call call = new Call("flock", path)) {
      long result = call.attempt(Sys.FLOCK, file.number(), LOCK_EX | LOCK_NB);
      if (result == 0) {
        return Optional.of(new FileLock(file));
      }
      file.close();
      if (result == -Errno.EAGAIN.number()) {
        return Optional.empty();
      }
      throw new LinuxException("flock", path.toString(), Errno.of((int) -result));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
