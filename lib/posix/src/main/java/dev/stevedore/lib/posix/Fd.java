package dev.stevedore.lib.posix;

/**
 * An open file descriptor. Closing it is its owner's affair; a copy of the record is the same
 * descriptor.
 *
 * @param number the descriptor
 */
public record Fd(int number) implements AutoCloseable {
  public static final Fd STDIN = new Fd(0);
  public static final Fd STDOUT = new Fd(1);
  public static final Fd STDERR = new Fd(2);

  /** What {@link #read} gives for "nothing now" on a non-blocking descriptor. */
  public static final int WOULD_BLOCK = -1;

  /** What has no size is small: files of procfs and cgroupfs. */
  private static final int USUAL = 1024;

  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_GETFD = 1;
  private static final int F_SETFD = 2;
  private static final int F_GETFL = 3;
  private static final int F_SETFL = 4;
  private static final int FD_CLOEXEC = 1;

  /**
   * read(2).
   *
   * @return bytes read, 0 at the end, or {@link #WOULD_BLOCK}
   */
  public int read(byte[] buffer, int offset, int length) {
    if (offset < 0 || length < 0 || offset > buffer.length - length) {
      throw new IndexOutOfBoundsException(offset + "+" + length + " of " + buffer.length);
    }
    while (true) {
      long n = Syscall.invoke(Syscall.READ, number, Syscall.at(buffer) + offset, length);
      if (n == -Errno.EAGAIN.code()) {
        return WOULD_BLOCK;
      }
      if (n != -Errno.EINTR.code()) {
        return (int) Syscall.check(n, "read", name());
      }
    }
  }

  /**
   * write(2).
   *
   * @return bytes written, or {@link #WOULD_BLOCK}
   */
  public int write(byte[] buffer, int offset, int length) {
    if (offset < 0 || length < 0 || offset > buffer.length - length) {
      throw new IndexOutOfBoundsException(offset + "+" + length + " of " + buffer.length);
    }
    while (true) {
      long n = Syscall.invoke(Syscall.WRITE, number, Syscall.at(buffer) + offset, length);
      if (n == -Errno.EAGAIN.code()) {
        return WOULD_BLOCK;
      }
      if (n != -Errno.EINTR.code()) {
        return (int) Syscall.check(n, "write", name());
      }
    }
  }

  /** Writes all of it to a blocking descriptor. */
  public void writeAll(byte[] buffer) {
    int done = 0;
    while (done < buffer.length) {
      int n = write(buffer, done, buffer.length - done);
      if (n == WOULD_BLOCK) {
        Poll.writable(this);
      } else {
        done += n;
      }
    }
  }

  /** Writes all of it, as UTF-8. */
  public void writeAll(String text) {
    writeAll(Utf8.encode(text));
  }

  /** Reads a descriptor to its end. */
  public byte[] readAll() {
    return readAll(USUAL, Integer.MAX_VALUE);
  }

  /**
   * Reads a descriptor to its end, but no more than so many bytes.
   *
   * @param expected how many there will probably be
   */
  byte[] readAll(long expected, int limit) {
    byte[] buffer = new byte[Math.clamp(expected, 1, limit)];
    int length = 0;
    while (length < limit) {
      if (length == buffer.length) {
        // If they were as many as expected there is nothing to copy.
        byte[] next = new byte[1];
        if (readSome(next, 0, 1) == 0) {
          return buffer;
        }
        buffer = resized(buffer, Math.clamp(buffer.length * 2L, USUAL, limit));
        buffer[length] = next[0];
        length++;
        continue;
      }
      int n = readSome(buffer, length, buffer.length - length);
      if (n == 0) {
        break;
      }
      length += n;
    }
    return length == buffer.length ? buffer : resized(buffer, length);
  }

  private int readSome(byte[] buffer, int offset, int length) {
    int n = read(buffer, offset, length);
    while (n == WOULD_BLOCK) {
      Poll.readable(this);
      n = read(buffer, offset, length);
    }
    return n;
  }

  private static byte[] resized(byte[] bytes, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, 0, copy, 0, Math.min(bytes.length, length));
    return copy;
  }

  /** dup(2), close-on-exec. */
  public Fd duplicate() {
    return duplicateAbove(0);
  }

  /** A duplicate with the lowest free number that is at least {@code lowest}, close-on-exec. */
  public Fd duplicateAbove(int lowest) {
    return new Fd((int) fcntl(F_DUPFD_CLOEXEC, lowest));
  }

  /** dup3(2) onto a given number, which stays open across exec. */
  public void duplicateTo(int target) {
    if (target == number) {
      setCloseOnExec(false);
      return;
    }
    Syscall.check(Syscall.invoke(Syscall.DUP3, number, target, 0), "dup3", name());
  }

  public void setCloseOnExec(boolean on) {
    long flags = fcntl(F_GETFD, 0);
    fcntl(F_SETFD, on ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC);
  }

  public void setNonBlocking(boolean on) {
    long flags = fcntl(F_GETFL, 0);
    fcntl(F_SETFL, on ? flags | OpenFlags.NONBLOCK : flags & ~OpenFlags.NONBLOCK);
  }

  /** Whether the number is an open descriptor of this process. */
  public boolean isOpen() {
    return Syscall.invoke(Syscall.FCNTL, number, F_GETFD, 0) >= 0;
  }

  /** The path by which the kernel shows it, {@code /proc/self/fd/N}. */
  public String procPath() {
    return "/proc/self/fd/" + number;
  }

  /** close(2). Its errors say nothing a caller could act on: the descriptor is gone in any case. */
  @Override
  public void close() {
    Syscall.invoke(Syscall.CLOSE, number);
  }

  private long fcntl(int command, long argument) {
    return Syscall.check(Syscall.invoke(Syscall.FCNTL, number, command, argument), "fcntl", name());
  }

  private String name() {
    return "fd " + number;
  }
}
