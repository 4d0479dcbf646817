package dev.stevedore.runc.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The flags that were given, and what came after or between them. */
public final class Arguments {
  private final Map<String, List<String>> values;
  private final List<String> positional;

  private Arguments(Map<String, List<String>> values, List<String> positional) {
    this.values = values;
    this.positional = List.copyOf(positional);
  }

  /**
   * Takes a command line apart, as Go's programs do: {@code --name value}, {@code --name=value},
   * {@code -n value}, one dash as good as two, {@code --} ends the flags.
   *
   * @param flags those that there are
   * @param words without the program's and the command's name
   * @param positionalLimit after so many positional arguments the rest is positional too: what
   *     comes after the container's id in exec is another program's command line
   */
  public static Arguments parse(List<Flag> flags, List<String> words, int positionalLimit) {
    Map<String, List<String>> values = new HashMap<>();
    List<String> positional = new ArrayList<>();
    int i = 0;
    while (i < words.size() && positional.size() < positionalLimit) {
      String word = words.get(i++);
      if (word.equals("--")) {
        break;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        positional.add(word);
        continue;
      }
      String text = word.substring(word.startsWith("--") ? 2 : 1);
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      Flag flag = find(flags, name, word);
      String value;
      if (equals >= 0) {
        value = text.substring(equals + 1);
      } else if (flag.kind() == Flag.Kind.SWITCH) {
        value = "true";
      } else if (i < words.size()) {
        value = words.get(i++);
      } else {
        throw new UsageException("flag needs an argument: " + word);
      }
      check(flag, value);
      List<String> given = values.computeIfAbsent(flag.name(), any -> new ArrayList<>());
      if (flag.kind() != Flag.Kind.LIST) {
        given.clear();
      }
      given.add(value);
    }
    positional.addAll(words.subList(i, words.size()));
    return new Arguments(values, positional);
  }

  /** What is not a flag. */
  public List<String> positional() {
    return positional;
  }

  public boolean isSet(String flag) {
    return values.containsKey(flag);
  }

  /** Whether a switch is on. */
  public boolean isOn(String flag) {
    return value(flag).filter("true"::equals).isPresent();
  }

  /** The value of a flag, if it was given and is not empty. */
  public Optional<String> value(String flag) {
    List<String> given = values.getOrDefault(flag, List.of());
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(given.getLast()).filter(v -> !v.isEmpty());
  }

  /** All values of a flag, in order. */
  public List<String> list(String flag) {
    return List.copyOf(values.getOrDefault(flag, List.of()));
  }

  /** The value of a flag as a number. */
  public OptionalInt number(String flag) {
    Optional<String> text = value(flag);
    if (text.isEmpty()) {
      return OptionalInt.empty();
    }
    try {
      return OptionalInt.of(Integer.parseInt(text.get()));
    } catch (NumberFormatException e) {
      throw new UsageException(
          "invalid value \"" + text.get() + "\" for flag -" + flag + ": not a number");
    }
  }

  private static Flag find(List<Flag> flags, String name, String word) {
    for (Flag flag : flags) {
      if (flag.isNamed(name)) {
        return flag;
      }
    }
    throw new UsageException(
        "flag provided but not defined: " + (word.startsWith("--") ? word.substring(1) : word));
  }

  private static void check(Flag flag, String value) {
    if (flag.kind() == Flag.Kind.SWITCH && !value.equals("true") && !value.equals("false")) {
      throw new UsageException(
          "invalid boolean value \"" + value + "\" for -" + flag.name() + ": use true or false");
    }
  }
}
