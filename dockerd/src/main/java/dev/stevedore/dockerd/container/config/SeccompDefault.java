package dev.stevedore.dockerd.container.config;

import java.util.Optional;

/**
 * The seccomp profile of containers that do not name one.
 *
 * @param name {@code builtin}, {@code unconfined}, or the file that the daemon was told
 * @param profile the JSON of a profile, {@code unconfined}, or nothing for the built-in one
 */
public record SeccompDefault(String name, Optional<String> profile) {
  /** Docker's own profile. */
  public static final SeccompDefault BUILTIN = new SeccompDefault("builtin", Optional.empty());

  /** No profile. */
  public static final SeccompDefault UNCONFINED =
      new SeccompDefault("unconfined", Optional.of("unconfined"));
}
