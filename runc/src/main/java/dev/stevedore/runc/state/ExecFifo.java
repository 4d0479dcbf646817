package dev.stevedore.runc.state;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.Poll;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;

/**
 * The named pipe on which init waits between create and start.
 *
 * <pre>
 *   create                    init                          start
 *     mkfifo
 *     open O_RDWR ──fork──▶   has it open
 *                             (mounts, credentials, …)
 *                             read 1 byte, waits            open O_WRONLY|O_NONBLOCK
 *                                                             ENXIO: nobody has it open,
 *                                                             so init is dead
 *                             hooks             ◀───────    write "0", unlink
 *                             execve            ───────▶    POLLERR: nobody reads any more
 * </pre>
 *
 * <p>So when start has ended, the program runs: its signals are its own, and ps shows its name.
 *
 * <p>runc has the directions the other way round. Here init needs no path to open it by once it is
 * inside the container, and start never waits for an init that has died.
 */
public final class ExecFifo {
  /** Hooks that take longer go on without start, as in runc. */
  private static final int HOOKS_MILLIS = 10_000;

  private final String path;

  ExecFifo(String path) {
    this.path = path;
  }

  /** Makes it, and opens it for init. */
  public Fd create() {
    Files.makeFifo(path, 0600);
    return Files.open(path, OpenFlags.READ_WRITE, 0);
  }

  /** Whether the container is still to be started. */
  public boolean exists() {
    return Files.exists(path);
  }

  /** Lets init go on, and waits until it has become the program. */
  public void release() {
    try (Fd fifo = Files.open(path, OpenFlags.WRITE_ONLY | OpenFlags.NONBLOCK, 0)) {
      fifo.writeAll("0");
      Files.deleteIfExists(path);
      Poll.withoutReader(fifo, HOOKS_MILLIS);
    } catch (PosixException e) {
      if (e.is(Errno.ENXIO)) {
        throw new RuncException("cannot start a container that has stopped");
      }
      throw e;
    }
  }

  /** Waits in init until start lets it go on; execve closes the descriptor then. */
  public static void await(Fd fifo) {
    byte[] one = new byte[1];
    fifo.read(one, 0, 1);
  }
}
