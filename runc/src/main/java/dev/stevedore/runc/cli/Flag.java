package dev.stevedore.runc.cli;

/**
 * A flag of a command.
 *
 * @param name the long name, without dashes
 * @param alias the short name, or empty
 * @param kind what it takes
 * @param usage what it does, for the help
 */
public record Flag(String name, String alias, Kind kind, String usage) {
  /** What a flag takes. */
  public enum Kind {
    /** Nothing, or {@code =true} and {@code =false}. */
    SWITCH,
    /** A value; the last one counts. */
    VALUE,
    /** A value, any number of times. */
    LIST
  }

  public static Flag ofSwitch(String name, String alias, String usage) {
    return new Flag(name, alias, Kind.SWITCH, usage);
  }

  public static Flag ofValue(String name, String alias, String usage) {
    return new Flag(name, alias, Kind.VALUE, usage);
  }

  public static Flag ofList(String name, String alias, String usage) {
    return new Flag(name, alias, Kind.LIST, usage);
  }

  boolean isNamed(String text) {
    return name.equals(text) || (!alias.isEmpty() && alias.equals(text));
  }
}
