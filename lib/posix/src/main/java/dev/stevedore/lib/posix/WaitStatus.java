package dev.stevedore.lib.posix;

/**
 * How a process ended.
 *
 * @param pid the process
 * @param raw the status word, see wait(2)
 */
public record WaitStatus(int pid, int raw) {
  /** Whether it left by exit(2). */
  public boolean exited() {
    return (raw & 0x7f) == 0;
  }

  /** The signal that ended it, or 0. */
  public int signal() {
    return raw & 0x7f;
  }

  /** As a shell gives it: the exit code, or 128 and the signal. */
  public int exitCode() {
    return exited() ? raw >> 8 & 0xff : 128 + signal();
  }
}
