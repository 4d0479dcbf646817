package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Environment;
import dev.stevedore.lib.posix.Processes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Sockets that who started this program has opened for the container (sd_listen_fds(3)):
 * descriptors from 3 on, as many as LISTEN_FDS says.
 */
public final class SocketActivation {
  private SocketActivation() {}

  /** How many descriptors there are for the container. */
  public static int count() {
    return count(
        Environment.variable("LISTEN_FDS"), Environment.variable("LISTEN_PID"), Processes.self());
  }

  /**
   * How many, by the values of LISTEN_FDS and LISTEN_PID: those of another process are not ours.
   */
  static int count(Optional<String> descriptors, Optional<String> pid, int self) {
    if (descriptors.isEmpty() || pid.filter(p -> !p.equals(Integer.toString(self))).isPresent()) {
      return 0;
    }
    try {
      return Math.max(0, Integer.parseInt(descriptors.get()));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** The same configuration, whose process is told of the descriptors. */
  public static Spec announce(Spec spec, int count) {
    Optional<Process> process = spec.process();
    if (count == 0 || process.isEmpty()) {
      return spec;
    }
    List<String> environment = new ArrayList<>(process.get().env());
    environment.add("LISTEN_FDS=" + count);
    environment.add("LISTEN_PID=1");
    return spec.toBuilder().process(process.get().toBuilder().env(environment).build()).build();
  }
}
