package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.namespace.UserMaps;
import java.util.List;

/**
 * User namespaces for idmapped mounts (mount_setattr(2)): each exists only to hold a map. They are
 * made out here, because inside the container /proc would not show the process that makes one.
 */
final class IdMaps {
  private IdMaps() {}

  /** A descriptor of a user namespace with these maps. */
  static Fd make(List<IdMapping> uids, List<IdMapping> gids) {
    try (Pipe alive = Pipe.open()) {
      // Born in its namespace, the child needs nothing but to be there until its end is closed.
      int pid = Namespaces.fork(Namespaces.USER, false, -1);
      if (pid == 0) {
        alive.writer().close();
        alive.reader().read(new byte[1], 0, 1);
        throw Processes.exit(0);
      }
      try {
        UserMaps.write(pid, Linux.builder().uidMappings(uids).gidMappings(gids).build());
        return Files.openForReading("/proc/" + pid + "/ns/user");
      } finally {
        alive.writer().close();
        Processes.await(pid);
      }
    }
  }
}
