package dev.stevedore.lib.posix;

import java.util.Arrays;

/** rt_sigprocmask(2) and signalfd(2): a native program takes its signals from a descriptor. */
public final class SignalMask {
  private static final int SIG_BLOCK = 0;
  private static final int SIG_SETMASK = 2;
  private static final int SET_SIZE = 8;
  private static final int SFD_CLOEXEC = 0x80000;
  private static final int SFD_NONBLOCK = 0x800;
  private static final int HIGHEST = 64;
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  private SignalMask() {}

  /** Blocks these, and gives a non-blocking descriptor from which they are read. */
  public static Fd open(int... signals) {
    byte[] set = set(signals);
    change(SIG_BLOCK, set);
    long fd =
        Syscall.invoke(
            Syscall.SIGNALFD4, -1, Syscall.at(set), SET_SIZE, SFD_CLOEXEC | SFD_NONBLOCK);
    return new Fd((int) Syscall.check(fd, "signalfd", ""));
  }

  /**
   * The next signal from such a descriptor.
   *
   * @return its number, or 0 for none now
   */
  public static int next(Fd signals) {
    byte[] info = new byte[128];
    return signals.read(info, 0, info.length) == info.length ? Struct.getInt(info, 0) : 0;
  }

  /** Blocks all, those that end or stop a process too; only SIGKILL and SIGSTOP cannot be. */
  public static void blockAll() {
    change(SIG_SETMASK, all());
  }

  /** Waits for a signal, which must be blocked, and takes it: rt_sigtimedwait(2) without a time. */
  public static int await() {
    while (true) {
      long signal = Syscall.invoke(Syscall.RT_SIGTIMEDWAIT, Syscall.at(all()), 0, 0, SET_SIZE);
      if (signal != -Errno.EINTR.code()) {
        return (int) Syscall.check(signal, "rt_sigtimedwait", "");
      }
    }
  }

  /** Blocks none: what a program expects that is executed. */
  public static void clear() {
    change(SIG_SETMASK, new byte[SET_SIZE]);
  }

  /** Default actions for all signals: an ignored one would stay ignored across exec. */
  public static void defaultActions() {
    byte[] action = new byte[32];
    for (int signal = 1; signal <= HIGHEST; signal++) {
      if (signal != SIGKILL && signal != SIGSTOP) {
        Syscall.check(
            Syscall.invoke(Syscall.RT_SIGACTION, signal, Syscall.at(action), 0, SET_SIZE),
            "rt_sigaction",
            Integer.toString(signal));
      }
    }
  }

  /** Ignores one: SIGPIPE, so that a write to a closed pipe is an error and not the end. */
  public static void ignore(int signal) {
    byte[] action = new byte[32];
    Struct.putLong(action, 0, 1);
    Syscall.check(
        Syscall.invoke(Syscall.RT_SIGACTION, signal, Syscall.at(action), 0, SET_SIZE),
        "rt_sigaction",
        Integer.toString(signal));
  }

  private static byte[] all() {
    byte[] set = new byte[SET_SIZE];
    Arrays.fill(set, (byte) -1);
    return set;
  }

  private static byte[] set(int... signals) {
    byte[] set = new byte[SET_SIZE];
    for (int signal : signals) {
      set[(signal - 1) / 8] |= (byte) (1 << (signal - 1) % 8);
    }
    return set;
  }

  private static void change(int how, byte[] set) {
    Syscall.check(
        Syscall.invoke(Syscall.RT_SIGPROCMASK, how, Syscall.at(set), 0, SET_SIZE),
        "rt_sigprocmask",
        "");
  }
}
