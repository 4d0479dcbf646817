package dev.stevedore.lib.linux;

/** Signals to other processes, signal(7). */
public final class Signals {
  /** Hang up: daemons read their configuration again. */
  public static final int SIGHUP = 1;

  /** Interrupt from the terminal. */
  public static final int SIGINT = 2;

  /** Quit from the terminal. */
  public static final int SIGQUIT = 3;

  /** Ends a process; it cannot prevent it. */
  public static final int SIGKILL = 9;

  /** Asks a process to end. */
  public static final int SIGTERM = 15;

  private Signals() {}

  /** Sends a signal; a negative pid is a process group. */
  public static void send(long pid, int signal) throws LinuxException {
    try (Call call = new Call("kill", "process " + pid)) {
      call.make(Sys.KILL, pid, signal);
    }
  }

  /** Whether a process with this id is there, be it a zombie. */
  public static boolean exists(long pid) {
    try (Call call = new Call("kill", "process " + pid)) {
      long result = call.attempt(Sys.KILL, pid, 0);
      return result == 0 || result == -Errno.EPERM.number();
    }
  }
}
