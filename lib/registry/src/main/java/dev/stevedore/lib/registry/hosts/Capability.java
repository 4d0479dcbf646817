package dev.stevedore.lib.registry.hosts;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What a host is asked for. */
public enum Capability {
  /** Manifests and blobs by their digest. */
  PULL,
  /** What a tag stands for. */
  RESOLVE,
  /** Uploads. */
  PUSH,
  /** What refers to a manifest. */
  REFERRERS;

  /** The one of a name, in any case. */
  static Optional<Capability> of(String name) {
    return Stream.of(values())
        .filter(it -> it.word().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /** As files and errors have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
