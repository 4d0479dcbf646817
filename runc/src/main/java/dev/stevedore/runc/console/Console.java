package dev.stevedore.runc.console;

import dev.stevedore.lib.oci.runtime.ConsoleSize;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.FileStatus;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.ProcFs;
import dev.stevedore.lib.posix.Terminal;
import dev.stevedore.runc.RuncException;
import java.util.Optional;

/**
 * The terminal of a container's process, made inside the container so that it is one of its own
 * devpts; its master goes out through a socket.
 */
public final class Console {
  private static final String PTMX = "/dev/ptmx";
  private static final long PTMX_DEVICE = FilesAt.device(5, 2);

  private Console() {}

  /**
   * Makes a terminal and makes it stdin, stdout, stderr and the controlling terminal.
   *
   * @param socket where the master goes
   * @param size at the start
   * @param mountConsole whether it is to be /dev/console too
   */
  public static void setUp(Fd socket, Optional<ConsoleSize> size, boolean mountConsole) {
    try (Fd master = openMaster();
        Fd peer = Terminal.openPeer(master)) {
      size.filter(box -> box.height() > 0 && box.width() > 0)
          .ifPresent(
              box ->
                  Terminal.resize(
                      master, new Terminal.Size((int) box.height(), (int) box.width())));
      if (mountConsole) {
        mountAsConsole(peer);
      }
      FdPassing.send(socket, master, "/dev/pts/" + Terminal.number(master));
      for (int standard = 0; standard < 3; standard++) {
        peer.duplicateTo(standard);
      }
    }
    socket.close();
    Terminal.makeControlling(Fd.STDIN);
  }

  /**
   * A new master. What is at /dev/ptmx may have been put there by an image or by who shares a
   * volume with the container (CVE-2025-52565), so it is looked at before it is opened, by a
   * descriptor; and the other end is asked for by the master, not by its path.
   */
  private static Fd openMaster() {
    try (Fd found = Files.open(PTMX, OpenFlags.PATH, 0)) {
      FileStatus status = Files.status(found);
      if (!status.isCharacterDevice() || status.rdev() != PTMX_DEVICE) {
        throw new RuncException(PTMX + " of the container is not a pseudo-terminal multiplexer");
      }
      try (ProcFs proc = ProcFs.open()) {
        return Terminal.openMaster(proc, found);
      }
    }
  }

  private static void mountAsConsole(Fd peer) {
    try (Fd dev = Files.open("/dev", OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      if (FilesAt.status(dev, "console").isEmpty()) {
        FilesAt.makeFileIfMissing(dev, "console", 0666);
      }
      try (Fd target = FilesAt.open(dev, "console", OpenFlags.PATH, 0);
          Fd tree = Mounts.cloneTree(peer, false)) {
        if (Files.status(target).isSymbolicLink()) {
          throw new RuncException("/dev/console of the container is a symbolic link");
        }
        Mounts.attach(tree, target);
      }
    }
  }
}
