package dev.stevedore.lib.registry;

import java.io.IOException;

/** Knows who this client is at a host. */
@FunctionalInterface
public interface CredentialSource {
  /**
   * Asked once for each host that is used.
   *
   * @param hostPort {@code host[:port]}
   */
  Credentials of(String hostPort) throws IOException;
}
