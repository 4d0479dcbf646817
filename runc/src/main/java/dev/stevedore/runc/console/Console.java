package dev.stevedore.runc.console;

import dev.stevedore.lib.oci.runtime.ConsoleSize;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.FilesAt;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.Terminal;
import java.util.Optional;

/**
 * The terminal of a container's process, made inside the container so that it is one of its own
 * devpts; its master goes out through a socket.
 */
public final class Console {
  private Console() {}

  /**
   * Makes a terminal and makes it stdin, stdout, stderr and the controlling terminal.
   *
   * @param socket where the master goes
   * @param size at the start
   * @param mountConsole whether it is to be /dev/console too
   */
  public static void setUp(Fd socket, Optional<ConsoleSize> size, boolean mountConsole) {
    try (Fd master = Terminal.openMaster("/dev/ptmx");
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

  private static void mountAsConsole(Fd peer) {
    try (Fd dev = Files.open("/dev", OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      if (FilesAt.status(dev, "console").isEmpty()) {
        FilesAt.open(dev, "console", OpenFlags.CREATE | OpenFlags.WRITE_ONLY, 0666).close();
      }
      try (Fd target = FilesAt.open(dev, "console", OpenFlags.PATH, 0);
          Fd tree = Mounts.cloneTree(peer, false)) {
        Mounts.attach(tree, target);
      }
    }
  }
}
