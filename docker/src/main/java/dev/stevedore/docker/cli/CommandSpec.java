package dev.stevedore.docker.cli;

import dev.stevedore.docker.flags.FlagTable;

/**
 * How a command is called.
 *
 * @param usage what comes after its name, as help shows it
 * @param summary one line for help
 * @param flags what it may be given before its arguments
 * @param interspersed whether flags may also come between and after the arguments; not where the
 *     arguments are another program's command line
 */
public record CommandSpec(
    String usage, String summary, Arity arity, FlagTable flags, boolean interspersed) {

  public static CommandSpec of(String usage, String summary, Arity arity, FlagTable flags) {
    return new CommandSpec(usage, summary, arity, flags, true);
  }

  public static CommandSpec of(String usage, String summary, Arity arity) {
    return new CommandSpec(usage, summary, arity, FlagTable.none(), true);
  }

  /** One whose arguments begin another program's command line. */
  public static CommandSpec wrapping(String usage, String summary, Arity arity, FlagTable flags) {
    return new CommandSpec(usage, summary, arity, flags, false);
  }
}
