package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.mount.MountOptions;
import dev.stevedore.runc.namespace.UserMaps;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * User namespaces for idmapped mounts (mount_setattr(2)): each exists only to hold a map. They are
 * made out here, because inside the container /proc would not show the process that makes one.
 */
final class IdMaps {
  private IdMaps() {}

  /** Descriptors of the namespaces, by the mount's place in the list. */
  static Map<Integer, Fd> open(Spec spec) {
    Map<Integer, Fd> maps = new HashMap<>();
    List<Mount> mounts = spec.mounts();
    for (int i = 0; i < mounts.size(); i++) {
      Mount mount = mounts.get(i);
      boolean hasOwn = !mount.uidMappings().isEmpty() || !mount.gidMappings().isEmpty();
      boolean isMapped =
          MountOptions.parse(mount.options()).idMapping() != MountOptions.IdMapping.NONE;
      if (hasOwn) {
        maps.put(i, make(mount.uidMappings(), mount.gidMappings()));
      } else if (isMapped) {
        Linux linux = spec.linux().orElseThrow();
        if (linux.uidMappings().isEmpty()) {
          throw new RuncException(
              "mount at \""
                  + mount.destination()
                  + "\" is to be idmapped, but there are no mappings");
        }
        maps.put(i, make(linux.uidMappings(), linux.gidMappings()));
      }
    }
    return maps;
  }

  private static Fd make(List<IdMapping> uids, List<IdMapping> gids) {
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
