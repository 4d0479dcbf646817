package dev.stevedore.runc.namespace;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import java.util.List;

/** The maps of user and group ids of a new user namespace (user_namespaces(7)). */
public final class UserMaps {
  private UserMaps() {}

  /** Writes the maps of the namespace that a process is in. */
  public static void write(int pid, Linux linux) {
    try {
      if (Processes.userId() != 0) {
        // Who is not root may map groups only after giving up setgroups(2).
        Files.writeExisting("/proc/" + pid + "/setgroups", "deny");
      }
      Files.writeExisting("/proc/" + pid + "/gid_map", text(linux.gidMappings()));
      Files.writeExisting("/proc/" + pid + "/uid_map", text(linux.uidMappings()));
    } catch (PosixException e) {
      throw new RuncException("failed to map ids of the user namespace", e);
    }
  }

  /** Whether this process is in a user namespace that does not have all ids. */
  public static boolean isInside() {
    String[] fields = Files.readText("/proc/self/uid_map").trim().split(" +");
    return fields.length != 3 || !fields[2].equals("4294967295");
  }

  /** The lines of a map. */
  static String text(List<IdMapping> mappings) {
    StringBuilder lines = new StringBuilder();
    for (IdMapping mapping : mappings) {
      lines.append(mapping.containerId()).append(' ').append(mapping.hostId());
      lines.append(' ').append(mapping.size()).append('\n');
    }
    return lines.toString();
  }
}
