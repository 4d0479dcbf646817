package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * What the listener of SCMP_ACT_NOTIFY gets with the descriptors (config-linux.md, "The Container
 * Process State").
 *
 * @param ociVersion version of the specification
 * @param fds names of the descriptors, in their order
 * @param pid the process under the filter, seen from the host
 * @param metadata {@code listenerMetadata} of config.json
 * @param state the container
 */
public record ContainerProcessState(
    String ociVersion, List<String> fds, int pid, String metadata, State state) {
  /** The name of the descriptor that seccomp(2) gives. */
  public static final String SECCOMP_FD = "seccompFd";

  /** Keeps a copy of the list. */
  public ContainerProcessState {
    fds = List.copyOf(fds);
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("ociVersion", ociVersion)
        .strings("fds", fds)
        .value("pid", pid)
        .string("metadata", metadata)
        .value("state", state.toJson())
        .toJson();
  }
}
