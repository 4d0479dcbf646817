package dev.stevedore.runc.console;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Terminal;
import java.util.Optional;

/** Copies between this process's terminal and the container's, in run and exec without --detach. */
public final class ConsoleRelay {
  private static final int BUFFER = 4096;

  private final Fd master;
  private final Optional<Terminal.Settings> before = Terminal.settingsIfTerminal(Fd.STDIN);
  private final byte[] buffer = new byte[BUFFER];
  private boolean isOpen = true;

  /** Takes the master end of the container's terminal. */
  public ConsoleRelay(Fd master) {
    this.master = master;
  }

  /** Starts to copy; this process's terminal is raw until {@link #finish}. */
  public void start(EventLoop loop) {
    before.ifPresent(settings -> Terminal.makeRaw(Fd.STDIN, settings));
    resize();
    loop.add(
        master,
        Epoll.IN,
        events -> {
          if (!copyOut()) {
            loop.remove(master);
          }
        });
    try {
      loop.add(
          Fd.STDIN,
          Epoll.IN,
          events -> {
            if (!copyIn()) {
              loop.remove(Fd.STDIN);
            }
          });
    } catch (PosixException e) {
      // epoll does not take files: read them at once.
      if (!e.is(Errno.EPERM)) {
        throw e;
      }
      while (copyIn()) {
        if (Poll.readable(master, 0)) {
          copyOut();
        }
      }
    }
  }

  /** Makes the container's terminal as large as this process's. */
  public void resize() {
    before.ifPresent(settings -> Terminal.resize(master, Terminal.size(Fd.STDIN)));
  }

  /** Copies what is left, and puts this process's terminal back as it was. */
  public void finish() {
    while (isOpen && Poll.readable(master, 0) && copyOut()) {
      // until there is nothing more
    }
    before.ifPresent(settings -> Terminal.restore(Fd.STDIN, settings));
    master.close();
  }

  private boolean copyOut() {
    int n;
    try {
      n = master.read(buffer, 0, buffer.length);
    } catch (PosixException e) {
      // EIO is how a master says that nobody has the other end open.
      if (!e.is(Errno.EIO)) {
        throw e;
      }
      n = 0;
    }
    if (n <= 0) {
      isOpen = false;
      return false;
    }
    write(Fd.STDOUT, n);
    return true;
  }

  private boolean copyIn() {
    int n = Fd.STDIN.read(buffer, 0, buffer.length);
    if (n <= 0) {
      return false;
    }
    write(master, n);
    return true;
  }

  private void write(Fd to, int length) {
    for (int done = 0; done < length; ) {
      int n = to.write(buffer, done, length - done);
      if (n == Fd.WOULD_BLOCK) {
        Poll.writable(to);
      } else {
        done += n;
      }
    }
  }
}
