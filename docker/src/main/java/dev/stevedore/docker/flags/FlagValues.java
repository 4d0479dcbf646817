package dev.stevedore.docker.flags;

import java.util.List;
import java.util.Map;

/** What a command line said: the values of its flags, and its arguments. */
public final class FlagValues {
  private final FlagTable table;
  private final Map<String, List<String>> given;
  private final List<String> arguments;
  private final boolean helpWanted;

  FlagValues(
      FlagTable table,
      Map<String, List<String>> given,
      List<String> arguments,
      boolean helpWanted) {
    this.table = table;
    this.given = given;
    this.arguments = List.copyOf(arguments);
    this.helpWanted = helpWanted;
  }

  /** What is not a flag, in order. */
  public List<String> arguments() {
    return arguments;
  }

  /** Whether {@code --help} was met; what comes after it was not looked at. */
  public boolean helpWanted() {
    return helpWanted;
  }

  /** Whether the flag was given, even with its initial value. */
  public boolean isGiven(String name) {
    return given.containsKey(name);
  }

  /** The last value given, or the initial one. */
  public String string(String name) {
    List<String> values = given.get(name);
    return values == null ? flag(name).initial() : values.getLast();
  }

  /** All values given, in order. */
  public List<String> list(String name) {
    return given.getOrDefault(name, List.of());
  }

  public boolean bool(String name) {
    return GoValues.parseBool(string(name));
  }

  /** The value of an int or uint flag; 0 when there is none. */
  public long number(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : GoValues.parseInt(value);
  }

  /** The value of a bytes flag, in bytes; 0 when there is none. */
  public long bytes(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : GoValues.parseSwapBytes(value);
  }

  /** The value of a duration flag, in nanoseconds; 0 when there is none. */
  public long nanos(String name) {
    String value = string(name);
    return value.isEmpty() ? 0 : GoValues.parseDuration(value);
  }

  private Flag flag(String name) {
    return table
        .byName(name)
        .orElseThrow(() -> new IllegalArgumentException("no flag --" + name + " in the table"));
  }
}
