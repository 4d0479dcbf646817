package dev.stevedore.docker.flags;

/**
 * One flag of a command.
 *
 * @param name the long name, without dashes
 * @param shorthand the letter after a single dash, or {@link #NO_SHORTHAND}
 * @param type what its values look like
 * @param check says no to a value that has the wrong shape, before the command runs
 * @param initial the value when the flag is not given; "" for none
 * @param help one line for {@code --help}
 */
public record Flag(
    String name, char shorthand, FlagType type, ValueCheck check, String initial, String help) {

  public static final char NO_SHORTHAND = 0;

  /** How messages name the flag: {@code -m, --memory} or {@code --name}. */
  String display() {
    return shorthand == NO_SHORTHAND ? "--" + name : "-" + shorthand + ", --" + name;
  }
}
