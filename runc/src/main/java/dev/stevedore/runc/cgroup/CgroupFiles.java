package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.posix.Clock;
import dev.stevedore.lib.posix.Directories;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Split;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;

/** Directories and files of cgroupfs, the same in v1 and v2. */
final class CgroupFiles {
  private static final int REMOVE_TRIES = 50;
  private static final long MILLISECOND = 1_000_000;

  private CgroupFiles() {}

  static void write(String directory, String file, String value) {
    try {
      Files.writeExisting(directory + "/" + file, value);
    } catch (PosixException e) {
      throw new RuncException("failed to write \"" + value + "\"", e);
    }
  }

  /** The processes of a cgroup and of those below it. */
  static List<Integer> processes(String directory) {
    List<Integer> pids = new ArrayList<>();
    collect(directory, pids);
    return pids;
  }

  private static void collect(String directory, List<Integer> pids) {
    String procs;
    try {
      procs = Files.readText(directory + "/cgroup.procs");
    } catch (PosixException e) {
      int noData = 61;
      if (isGone(e) || e.is(Errno.EOPNOTSUPP) || e.is(new Errno(noData))) {
        return;
      }
      throw e;
    }
    for (String line : Split.words('\n', procs)) {
      pids.add(Integer.parseInt(line));
    }
    for (String child : subdirectories(directory)) {
      collect(child, pids);
    }
  }

  /** Whether the cgroup was not there, or has gone between open(2) and read(2). */
  static boolean isGone(PosixException e) {
    return e.is(Errno.ENOENT) || e.is(Errno.ENODEV);
  }

  /** Removes a cgroup and those below it; nothing happens if it is not there. */
  static void remove(String directory) {
    for (int attempt = 0; ; attempt++) {
      try {
        Files.deleteDirectory(directory);
        return;
      } catch (PosixException e) {
        if (e.is(Errno.ENOENT)) {
          return;
        }
        if (!e.is(Errno.EBUSY) || attempt == REMOVE_TRIES) {
          throw e;
        }
      }
      // Busy: there are cgroups below, or a process in it that is not quite gone.
      subdirectories(directory).forEach(CgroupFiles::remove);
      if (attempt > 0) {
        Clock.sleepNanos(Math.min(attempt, 20) * MILLISECOND);
      }
    }
  }

  private static List<String> subdirectories(String directory) {
    List<String> found = new ArrayList<>();
    try {
      for (String name : Directories.list(directory)) {
        // The files of cgroupfs have a dot in their name, but for two of v1.
        if (!name.equals("tasks")
            && !name.equals("notify_on_release")
            && Files.linkStatus(directory + "/" + name).filter(s -> s.isDirectory()).isPresent()) {
          found.add(directory + "/" + name);
        }
      }
    } catch (PosixException e) {
      if (!isGone(e)) {
        throw e;
      }
    }
    return found;
  }
}
