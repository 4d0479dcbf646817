package dev.stevedore.lib.linux;

/**
 * pidfd_open(2): a process held by a descriptor, so that its id cannot come to mean another one.
 * The descriptor becomes readable ({@link Epoll}) when the process ends.
 */
public final class PidFd implements AutoCloseable {
  private final Fd file;
  private final long pid;

  private PidFd(Fd file, long pid) {
    this.file = file;
    this.pid = pid;
  }

  /** Holds the process that has this id now; ESRCH if there is none. */
  public static PidFd open(long pid) throws LinuxException {
    try (Call call = new Call("pidfd_open", "process " + pid)) {
      return new PidFd(new Fd((int) call.make(Sys.PIDFD_OPEN, pid, 0)), pid);
    }
  }

  /** To be waited for. */
  public Fd file() {
    return file;
  }

  /** The id it was opened with. */
  public long pid() {
    return pid;
  }

  /** Sends a signal; ESRCH if the process has ended and is reaped. */
  public void send(int signal) throws LinuxException {
    try (Call call = new Call("kill", "process " + pid)) {
      call.make(Sys.PIDFD_SEND_SIGNAL, file.number(), signal, 0, 0);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
