package dev.stevedore.shim.rootfs;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.Pipe;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.shim.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * The options {@code uidmap=} and {@code gidmap=} of a mount: whose files the container sees as
 * whose. Each is a list, separated by commas, of {@code CONTAINER:HOST:COUNT}.
 *
 * @param uids empty for none
 * @param gids empty for none
 * @param others the options that are not about ids
 */
record IdMap(String uids, String gids, List<String> others) {
  private static final String UIDS = "uidmap=";
  private static final String GIDS = "gidmap=";

  /** Takes the two out of a mount's options. */
  static IdMap in(List<String> options) {
    String uids = "";
    String gids = "";
    List<String> others = new ArrayList<>();
    for (String option : options) {
      if (option.startsWith(UIDS)) {
        uids = option.substring(UIDS.length());
      } else if (option.startsWith(GIDS)) {
        gids = option.substring(GIDS.length());
      } else {
        others.add(option);
      }
    }
    if (uids.isEmpty() != gids.isEmpty()) {
      throw new TtrpcException(
          Code.INVALID_ARGUMENT, "options uidmap and gidmap go together, or not at all");
    }
    return new IdMap(uids, gids, List.copyOf(others));
  }

  boolean isEmpty() {
    return uids.isEmpty();
  }

  /** What a file like {@code /proc/PID/uid_map} takes. */
  static String lines(String map) {
    StringBuilder lines = new StringBuilder();
    for (String mapping : Split.by(',', map)) {
      List<String> parts = Split.by(':', mapping);
      if (parts.size() != 3) {
        throw new TtrpcException(Code.INVALID_ARGUMENT, "not an id mapping: " + mapping);
      }
      lines.append(parts.get(0)).append(' ').append(parts.get(1));
      lines.append(' ').append(parts.get(2)).append('\n');
    }
    return lines.toString();
  }

  /**
   * A user namespace that holds the maps, for mount_setattr(2); its process is gone already.
   *
   * @throws PosixException when the kernel does not take them
   */
  Fd namespace() {
    try (Pipe alive = Pipe.open()) {
      int pid = Namespaces.fork(Namespaces.USER, false, -1);
      if (pid == 0) {
        alive.writer().close();
        alive.reader().read(new byte[1], 0, 1);
        throw Processes.exit(0);
      }
      try {
        Files.writeExisting("/proc/" + pid + "/uid_map", lines(uids));
        Files.writeExisting("/proc/" + pid + "/gid_map", lines(gids));
        return Files.openForReading("/proc/" + pid + "/ns/user");
      } finally {
        alive.writer().close();
        Processes.await(pid);
      }
    }
  }
}
