package dev.stevedore.docker.cli;

import dev.stevedore.docker.flags.FlagValues;
import java.util.Optional;

/**
 * How many arguments a command takes.
 *
 * @param most {@link #NO_LIMIT} for no limit
 */
public record Arity(int least, int most) {
  private static final int NO_LIMIT = Integer.MAX_VALUE;

  public static Arity none() {
    return new Arity(0, 0);
  }

  public static Arity exactly(int count) {
    return new Arity(count, count);
  }

  public static Arity atLeast(int count) {
    return new Arity(count, NO_LIMIT);
  }

  public static Arity atMost(int count) {
    return new Arity(0, count);
  }

  public static Arity between(int least, int most) {
    return new Arity(least, most);
  }

  /** What is wrong with the number of arguments, in docker's words. */
  Optional<String> complaint(FlagValues values) {
    int count = values.arguments().size();
    if (count >= least && count <= most) {
      return Optional.empty();
    }
    if (most == 0) {
      return Optional.of("accepts no arguments");
    }
    if (least == most) {
      return Optional.of("requires " + arguments(least));
    }
    if (most == NO_LIMIT) {
      return Optional.of("requires at least " + arguments(least));
    }
    if (least == 0) {
      return Optional.of("requires at most " + arguments(most));
    }
    return Optional.of("requires at least " + least + " and at most " + arguments(most));
  }

  private static String arguments(int count) {
    return count + (count == 1 ? " argument" : " arguments");
  }
}
