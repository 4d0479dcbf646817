package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.FileSystems;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.config.Sysctls;
import java.util.Map;

/** Kernel parameters of the container's namespaces, through its own /proc. */
final class KernelParameters {
  private KernelParameters() {}

  static void write(Map<String, String> parameters) {
    parameters.forEach(
        (key, value) -> {
          String path = "/proc/sys/" + Sysctls.path(key);
          if (FileSystems.status(path).type() != FileSystems.PROC) {
            throw new RuncException("unable to set sysctl \"" + key + "\": /proc is not a procfs");
          }
          Files.writeExisting(path, value);
        });
  }
}
