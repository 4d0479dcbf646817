package dev.stevedore.lib.posix;

/** prlimit(2). */
public final class ResourceLimits {
  private ResourceLimits() {}

  /**
   * A limit.
   *
   * @param soft what holds, unsigned; -1 for none
   * @param hard how far soft may be raised, unsigned; -1 for none
   */
  public record Limit(long soft, long hard) {}

  /**
   * The limit of this process.
   *
   * @param resource the RLIMIT_ number
   */
  public static Limit get(int resource) {
    byte[] old = new byte[16];
    Syscall.check(
        Syscall.invoke(Syscall.PRLIMIT64, 0, resource, 0, Syscall.at(old)), "prlimit", "");
    return new Limit(Struct.getLong(old, 0), Struct.getLong(old, 8));
  }

  /** Sets a limit of this process. */
  public static void set(int resource, Limit limit) {
    byte[] next = new byte[16];
    Struct.putLong(next, 0, limit.soft());
    Struct.putLong(next, 8, limit.hard());
    Syscall.check(
        Syscall.invoke(Syscall.PRLIMIT64, 0, resource, Syscall.at(next), 0), "prlimit", "");
  }
}
