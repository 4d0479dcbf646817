package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;

/**
 * The limits of memory in cgroup v1.
 *
 * <p>The kernel wants memory ≤ memory+swap at every moment, so which of the two is written first
 * depends on whether they go up or down.
 */
final class V1Memory {
  private static final String LIMIT = "memory.limit_in_bytes";
  private static final String LIMIT_WITH_SWAP = "memory.memsw.limit_in_bytes";

  private V1Memory() {}

  static void limit(String directory, Memory memory) {
    long limit = memory.limit().orElse(0);
    long both = memory.swap().orElse(0);
    if (limit == -1 && both == 0 && Files.exists(directory + "/" + LIMIT_WITH_SWAP)) {
      both = -1;
    }
    boolean isRaised = limit != 0 && both != 0 && (both == -1 || current(directory) < both);
    if (isRaised) {
      setBoth(directory, both);
    }
    if (limit != 0) {
      setLimit(directory, limit);
    }
    if (!isRaised) {
      setBoth(directory, both);
    }
    long reservation = memory.reservation().orElse(0);
    if (reservation != 0) {
      CgroupFiles.write(directory, "memory.soft_limit_in_bytes", Long.toString(reservation));
    }
    if (memory.disableOomKiller()) {
      CgroupFiles.write(directory, "memory.oom_control", "1");
    }
    if (memory.swappiness().isPresent()) {
      swappiness(directory, memory.swappiness().getAsLong());
    }
  }

  private static void setLimit(String directory, long limit) {
    try {
      Files.writeExisting(directory + "/" + LIMIT, Long.toString(limit));
    } catch (PosixException e) {
      if (e.is(Errno.EBUSY)) {
        throw new RuncException(
            "unable to set memory limit to "
                + limit
                + " (current usage: "
                + Files.readText(directory + "/memory.usage_in_bytes").trim()
                + ")");
      }
      throw e;
    }
  }

  private static void setBoth(String directory, long both) {
    if (both != 0) {
      CgroupFiles.write(directory, LIMIT_WITH_SWAP, Long.toString(both));
    }
  }

  private static void swappiness(String directory, long swappiness) {
    if (swappiness == -1) {
      return;
    }
    if (swappiness < 0 || swappiness > 100) {
      throw new RuncException(
          "invalid memory swappiness value: "
              + Long.toUnsignedString(swappiness)
              + " (valid range is 0-100)");
    }
    CgroupFiles.write(directory, "memory.swappiness", Long.toString(swappiness));
  }

  private static long current(String directory) {
    return Long.parseLong(Files.readText(directory + "/" + LIMIT).trim());
  }
}
