package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.ProcFs;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.config.Sysctls;
import java.util.Map;

/** Kernel parameters of the container's namespaces, through a procfs that it cannot reach. */
final class KernelParameters {
  private KernelParameters() {}

  static void write(Map<String, String> parameters) {
    if (parameters.isEmpty()) {
      return;
    }
    try (ProcFs proc = ProcFs.open()) {
      parameters.forEach(
          (key, value) -> {
            try {
              proc.write("sys/" + Sysctls.path(key), value);
            } catch (PosixException e) {
              throw new RuncException("unable to set sysctl \"" + key + "\"", e);
            }
          });
    }
  }
}
