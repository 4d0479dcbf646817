package dev.stevedore.docker.credentials;

import dev.stevedore.docker.cli.Machine;

/** Where credentials are kept, for each registry in its own place. */
public sealed interface CredentialStore permits FileStore, HelperStore {
  /** The place for a registry's credentials. */
  static CredentialStore of(Machine machine, ConfigFile file, String server) {
    String helper = file.helper(server);
    return helper.isEmpty() ? new FileStore(file) : new HelperStore(machine, helper, file);
  }

  /** What is kept; none if nothing is. */
  RegistryAuth get(String server);

  /** Keeps credentials for their server. */
  void store(RegistryAuth auth);

  /** Forgets what is kept for a server, if anything is. */
  void erase(String server);

  /** Whether everybody who can read the file can read the secrets. */
  boolean isPlain();
}
