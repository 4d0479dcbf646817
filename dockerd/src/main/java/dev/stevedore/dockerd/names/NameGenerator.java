package dev.stevedore.dockerd.names;

import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Makes up names such as {@code patient_hopper} for containers that were given none. */
public final class NameGenerator {
  private static final int PLAIN_ATTEMPTS = 6;

  private static final List<String> ADJECTIVES =
      List.of(
          "able", "agile", "airy", "alert", "amber", "ample", "ancient", "ardent", "autumn",
          "balmy", "bold", "brave", "breezy", "brisk", "bronze", "calm", "candid", "careful",
          "cheery", "civil", "clear", "clever", "cobalt", "coastal", "copper", "cosy", "crisp",
          "curious", "daring", "deft", "direct", "dry", "eager", "early", "earnest", "easy",
          "fair", "famous", "fearless", "fleet", "fluent", "fresh", "frosty", "frugal", "gentle",
          "gifted", "glad", "golden", "graceful", "handy", "hardy", "honest", "humble", "inland",
          "jolly", "keen", "kind", "lively", "loyal", "lucid", "lunar", "mellow", "merry",
          "mild", "modest", "neat", "nimble", "noble", "northern", "patient", "placid", "plain",
          "polite", "prompt", "proud", "quick", "quiet", "rapid", "ready", "robust", "salty",
          "sandy", "serene", "sharp", "silver", "simple", "sleek", "smooth", "snug", "sober",
          "solid", "southern", "spry", "stable", "steady", "stout", "sturdy", "sunny", "swift",
          "tame", "thrifty", "tidal", "tidy", "true", "upbeat", "vernal", "vivid", "warm",
          "watchful", "western", "willing", "windy", "wise", "witty", "zesty");

  private static final List<String> SURNAMES =
      List.of(
          "abbe", "abel", "agnesi", "aiken", "allen", "amdahl", "anderson", "atanasoff",
          "backus", "baird", "bardeen", "bartik", "baudot", "berners", "boole", "booth",
          "brattain", "brooks", "brunel", "carnot", "cerf", "church", "clarke", "codd", "cohen",
          "conway", "corbato", "cray", "curry", "dahl", "davies", "dijkstra", "diffie",
          "earhart", "eckert", "edison", "engelbart", "erlang", "estrin", "euler", "faraday",
          "feinler", "floyd", "fourier", "franklin", "galileo", "gauss", "germain", "goldberg",
          "gosling", "hamilton", "hamming", "hellman", "heron", "hertz", "hoare", "hollerith",
          "hopper", "huffman", "iverson", "jacquard", "joule", "kahn", "karp", "kay", "kemeny",
          "kernighan", "kilby", "knuth", "kurtz", "lamport", "leibniz", "lerdorf", "liskov",
          "lovelace", "mauchly", "mccarthy", "mcclean", "mercator", "milner", "minsky", "moore",
          "morse", "naur", "newell", "newton", "noether", "noyce", "nygaard", "pascal",
          "perlis", "perlman", "peano", "pike", "postel", "rabin", "ritchie", "rivest",
          "sammet", "shannon", "shockley", "simon", "stallman", "steele", "stibitz",
          "strachey", "sutherland", "tarjan", "tesla", "thompson", "torvalds", "turing",
          "ulam", "viterbi", "watt", "wilkes", "wirth", "wozniak", "yao", "zuse");

  private final RandomGenerator random;

  /** A generator that draws from {@code random}. */
  public NameGenerator(RandomGenerator random) {
    this.random = random;
  }

  /**
   * A name that is not taken. After a few collisions a digit is appended, so that it also ends on a
   * host with thousands of containers.
   */
  public String next(Predicate<String> taken) {
    for (int attempt = 0; ; attempt++) {
      String name = pick(ADJECTIVES) + "_" + pick(SURNAMES);
      if (attempt >= PLAIN_ATTEMPTS) {
        name += random.nextInt(10);
      }
      if (attempt >= 10 * PLAIN_ATTEMPTS) {
        name += random.nextInt(1_000_000);
      }
      if (!taken.test(name)) {
        return name;
      }
    }
  }

  private String pick(List<String> words) {
    return words.get(random.nextInt(words.size()));
  }
}
