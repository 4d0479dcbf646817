package dev.stevedore.lib.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

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

  /** For what a program likes; the first of two. */
  public static final int SIGUSR1 = 10;

  private static final long SIG_IGN = 1;
  private static final long KERNEL_SIGACTION_BYTES = 32;
  private static final long SIGSET_BYTES = 8;

  private Signals() {}

  /**
   * Gives a signal its default action, if whoever started this process had it ignored, as {@code
   * nohup} does with HUP and a shell with INT in what it starts in the background. The JDK leaves
   * such a signal ignored even if a handler is installed. sigaction(2).
   */
  public static void stopIgnoring(int signal) throws LinuxException {
    try (Call call = new Call("rt_sigaction", "signal " + signal)) {
      MemorySegment now = call.block(KERNEL_SIGACTION_BYTES);
      call.make(Sys.RT_SIGACTION, signal, 0, now.address(), SIGSET_BYTES);
      if (now.get(ValueLayout.JAVA_LONG, 0) == SIG_IGN) {
        MemorySegment defaults = call.block(KERNEL_SIGACTION_BYTES);
        call.make(Sys.RT_SIGACTION, signal, defaults.address(), 0, SIGSET_BYTES);
      }
    }
  }

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
