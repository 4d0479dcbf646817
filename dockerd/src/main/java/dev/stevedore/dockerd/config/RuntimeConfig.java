package dev.stevedore.dockerd.config;

import java.util.List;
import java.util.Optional;

/**
 * How containers of a named runtime are run.
 *
 * @param path the OCI runtime program, found on PATH if it has no slash; empty for the shim's own
 *     default
 * @param runtimeArgs arguments put before each of its commands
 * @param shim the containerd shim by its type, for example {@code io.containerd.stevedore.v1}
 */
public record RuntimeConfig(Optional<String> path, List<String> runtimeArgs, String shim) {
  /** Our own shim. */
  public static final String OWN_SHIM = "io.containerd.stevedore.v1";

  /** The runtime that is always there. */
  public static final String STOCK_NAME = "runc";

  public RuntimeConfig {
    runtimeArgs = List.copyOf(runtimeArgs);
  }

  /** Our shim with another OCI runtime under it. */
  static RuntimeConfig ofPath(String path) {
    return new RuntimeConfig(Optional.of(path), List.of(), OWN_SHIM);
  }

  /** A shim by its type, with the runtime that it uses by itself. */
  static RuntimeConfig ofShim(String shim) {
    return new RuntimeConfig(Optional.empty(), List.of(), shim);
  }
}
