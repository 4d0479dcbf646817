package dev.stevedore.lib.registry;

/** Who one is for a registry. The secrets are not shown by {@code toString}. */
public sealed interface Credentials {
  /** Nobody in particular. */
  Credentials NONE = new None();

  /** Nobody in particular. */
  record None() implements Credentials {}

  /** A user's name and password. */
  record Password(String user, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[user=" + user + "]";
    }
  }

  /** What a login gave in place of the password: a token to get further tokens with. */
  record IdentityToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "IdentityToken[]";
    }
  }

  /** A token that the registry takes as it is. */
  record RegistryToken(String token) implements Credentials {
    @Override
    public String toString() {
      return "RegistryToken[]";
    }
  }
}
