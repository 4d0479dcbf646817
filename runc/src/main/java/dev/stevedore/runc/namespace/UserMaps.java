package dev.stevedore.runc.namespace;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.hook.Program;
import dev.stevedore.runc.process.ExecutableLookup;
import java.util.ArrayList;
import java.util.List;

/** The maps of user and group ids of a new user namespace (user_namespaces(7)). */
public final class UserMaps {
  private UserMaps() {}

  /**
   * Writes the maps of the namespace that a process is in.
   *
   * <p>Who is not root may map no more than his own ids, and groups only after giving up
   * setgroups(2); newuidmap(1) and newgidmap(1) map those that root has allotted him.
   */
  public static void write(int pid, Linux linux) {
    try {
      if (Processes.userId() == 0) {
        Files.writeExisting("/proc/" + pid + "/gid_map", text(linux.gidMappings()));
        Files.writeExisting("/proc/" + pid + "/uid_map", text(linux.uidMappings()));
        return;
      }
      if (isOwn(linux.gidMappings(), Processes.groupId())) {
        Files.writeExisting("/proc/" + pid + "/setgroups", "deny");
        Files.writeExisting("/proc/" + pid + "/gid_map", text(linux.gidMappings()));
      } else {
        map("newgidmap", pid, linux.gidMappings());
      }
      if (isOwn(linux.uidMappings(), Processes.userId())) {
        Files.writeExisting("/proc/" + pid + "/uid_map", text(linux.uidMappings()));
      } else {
        map("newuidmap", pid, linux.uidMappings());
      }
    } catch (PosixException e) {
      throw new RuncException("failed to map ids of the user namespace", e);
    }
  }

  /** Whether this process is in a user namespace that does not have all ids. */
  public static boolean isInside() {
    List<String> fields = Split.words(' ', Files.readText("/proc/self/uid_map").trim());
    return fields.size() != 3 || !fields.get(2).equals("4294967295");
  }

  /** Whether a map has one id only, this process's. */
  static boolean isOwn(List<IdMapping> mappings, int id) {
    return mappings.size() == 1
        && mappings.getFirst().size() == 1
        && mappings.getFirst().hostId() == id;
  }

  private static void map(String program, int pid, List<IdMapping> mappings) {
    List<String> arguments = new ArrayList<>(List.of(program, Integer.toString(pid)));
    for (IdMapping mapping : mappings) {
      arguments.add(Long.toString(mapping.containerId()));
      arguments.add(Long.toString(mapping.hostId()));
      arguments.add(Long.toString(mapping.size()));
    }
    List<String> environment = Environment.variables();
    String path = ExecutableLookup.find(program, environment);
    Program.Result result = Program.run(path, arguments, environment, "", Program.Outputs.KEPT, -1);
    if (!result.succeeded()) {
      throw new RuncException(
          "failed to map ids of the user namespace: " + program + ": " + result.describe());
    }
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
