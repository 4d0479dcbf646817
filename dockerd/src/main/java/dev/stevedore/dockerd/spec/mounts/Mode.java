package dev.stevedore.dockerd.spec.mounts;

import dev.stevedore.dockerd.api.ApiException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last part of {@code -v a:/b:ro,rslave}: words, at most one of each kind.
 *
 * @param text as the user wrote it
 * @param words by kind
 */
record Mode(String text, Map<Kind, String> words) {
  /** What a word is about. */
  enum Kind {
    ACCESS,
    LABEL,
    PROPAGATION,
    COPY,
    CONSISTENCY,
    OWNERS;

    private Set<String> all() {
      return switch (this) {
        case ACCESS -> Set.of("ro", "rw");
        case LABEL -> Set.of("z", "Z");
        case PROPAGATION -> Set.of("private", "rprivate", "shared", "rshared", "slave", "rslave");
        case COPY -> Set.of("nocopy");
        case CONSISTENCY -> Set.of("consistent", "cached", "delegated");
        case OWNERS -> Set.of("idmap");
      };
    }
  }

  /**
   * Reads a mode; empty is one.
   *
   * @throws ApiException.BadParameter with Docker's text
   */
  static Mode parse(String text) {
    Map<Kind, String> words = new EnumMap<>(Kind.class);
    for (String word : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      if (words.put(kind(word, text), word) != null) {
        throw invalid(text);
      }
    }
    return new Mode(text, words);
  }

  /** Whether a text is a mode; then it is no path. */
  static boolean isValid(String text) {
    Set<Kind> seen = new HashSet<>();
    for (String word : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      boolean known = false;
      for (Kind kind : Kind.values()) {
        if (kind.all().contains(word)) {
          known = seen.add(kind);
        }
      }
      if (!known) {
        return false;
      }
    }
    return true;
  }

  private static Kind kind(String word, String text) {
    for (Kind kind : Kind.values()) {
      if (kind.all().contains(word)) {
        return kind;
      }
    }
    throw invalid(text);
  }

  private static ApiException invalid(String text) {
    return new ApiException.BadParameter("invalid mode: " + text);
  }

  boolean isReadOnly() {
    return "ro".equals(words.get(Kind.ACCESS));
  }

  boolean has(Kind kind) {
    return words.containsKey(kind);
  }

  String word(Kind kind) {
    return words.getOrDefault(kind, "");
  }

  static boolean isPropagation(String word) {
    return Kind.PROPAGATION.all().contains(word);
  }
}
