package dev.stevedore.lib.posix;

import java.util.List;

/** Processes: fork, exec, wait, kill. */
public final class Processes {
  private static final int SIGCHLD = 17;
  private static final int WNOHANG = 1;

  private Processes() {}

  /** getpid(2). */
  public static int self() {
    return (int) Syscall.invoke(Syscall.GETPID);
  }

  /**
   * fork(2). These programs have one thread, so the child may go on in Java.
   *
   * @return the child's pid, or 0 in the child
   */
  public static int fork() {
    return (int) Syscall.check(Syscall.invoke(Syscall.CLONE, SIGCHLD, 0, 0, 0, 0), "clone", "");
  }

  /**
   * execve(2); returns only by exception.
   *
   * @param path the program's file
   * @param arguments argv, the name first
   * @param environment as {@code NAME=value}
   */
  public static PosixException execute(
      String path, List<String> arguments, List<String> environment) {
    byte[] name = CString.of(path);
    try (StringArray argv = StringArray.of(arguments);
        StringArray envp = StringArray.of(environment)) {
      long result =
          Syscall.invoke(Syscall.EXECVE, Syscall.at(name), argv.address(), envp.address());
      return new PosixException("exec", path, new Errno((int) -result));
    }
  }

  /**
   * execveat(2) with AT_EMPTY_PATH: executes what is open, whatever its path is now; returns only
   * by exception.
   */
  public static PosixException execute(
      Fd program, List<String> arguments, List<String> environment) {
    byte[] empty = new byte[1];
    int atEmptyPath = 0x1000;
    try (StringArray argv = StringArray.of(arguments);
        StringArray envp = StringArray.of(environment)) {
      long result =
          Syscall.invoke(
              Syscall.EXECVEAT,
              program.number(),
              Syscall.at(empty),
              argv.address(),
              envp.address(),
              atEmptyPath);
      return new PosixException("exec", program.procPath(), new Errno((int) -result));
    }
  }

  /** exit_group(2): at once, with nothing run or flushed. */
  public static RuntimeException exit(int code) {
    Syscall.invoke(Syscall.EXIT_GROUP, code);
    return new IllegalStateException("exit_group returned");
  }

  /** wait4(2) for one child, blocking. */
  public static WaitStatus await(int pid) {
    byte[] status = new byte[4];
    while (true) {
      long result = Syscall.invoke(Syscall.WAIT4, pid, Syscall.at(status), 0, 0);
      if (result != -Errno.EINTR.code()) {
        Syscall.check(result, "wait4", Integer.toString(pid));
        return new WaitStatus((int) result, Struct.getInt(status, 0));
      }
    }
  }

  /**
   * wait4(2) for any child that has ended, without blocking.
   *
   * @return the child, or one with pid 0: none has ended, or there are none
   */
  public static WaitStatus reap() {
    byte[] status = new byte[4];
    long result = Syscall.invoke(Syscall.WAIT4, -1, Syscall.at(status), WNOHANG, 0);
    if (result == -Errno.ECHILD.code()) {
      return new WaitStatus(0, 0);
    }
    Syscall.check(result, "wait4", "");
    return new WaitStatus((int) result, Struct.getInt(status, 0));
  }

  /** kill(2). */
  public static void kill(int pid, int signal) {
    Syscall.check(Syscall.invoke(Syscall.KILL, pid, signal), "kill", Integer.toString(pid));
  }

  /** Whether there is such a process, a zombie counted. */
  public static boolean exists(int pid) {
    return Syscall.invoke(Syscall.KILL, pid, 0) != -Errno.ESRCH.code();
  }

  /** setsid(2): a new session, without a terminal. */
  public static void newSession() {
    Syscall.check(Syscall.invoke(Syscall.SETSID), "setsid", "");
  }

  /** setpgid(2): a new process group, led by this process. */
  public static void leadGroup() {
    Syscall.check(Syscall.invoke(Syscall.SETPGID, 0, 0), "setpgid", "");
  }

  /** prctl(2), for the options that take numbers. */
  public static long control(int option, long argument) {
    return Syscall.check(
        Syscall.invoke(Syscall.PRCTL, option, argument, 0, 0, 0),
        "prctl",
        Integer.toString(option));
  }

  /** pidfd_open(2): readable once the process has ended. */
  public static Fd open(int pid) {
    long fd = Syscall.invoke(Syscall.PIDFD_OPEN, pid, 0);
    return new Fd((int) Syscall.check(fd, "pidfd_open", Integer.toString(pid)));
  }

  public static int userId() {
    return (int) Syscall.invoke(Syscall.GETUID);
  }

  public static int groupId() {
    return (int) Syscall.invoke(Syscall.GETGID);
  }

  /** prctl(2) PR_SET_CHILD_SUBREAPER: orphans below this process become its children. */
  public static void becomeSubreaper() {
    int setChildSubreaper = 36;
    control(setChildSubreaper, 1);
  }

  /** prctl(2) PR_SET_PDEATHSIG: the signal this process gets when its parent ends. */
  public static void setParentDeathSignal(int signal) {
    int setParentDeathSignal = 1;
    control(setParentDeathSignal, signal);
  }

  /** prctl(2) PR_SET_NAME: what ps shows, 15 bytes at most. */
  public static void setName(String name) {
    byte[] bytes = CString.of(name);
    int setName = 15;
    Syscall.check(
        Syscall.invoke(Syscall.PRCTL, setName, Syscall.at(bytes), 0, 0, 0), "prctl", name);
  }

  /** umask(2); gives the one before. */
  public static int setFileModeMask(int mask) {
    return (int) Syscall.invoke(Syscall.UMASK, mask);
  }
}
