package dev.stevedore.runc.command;

import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Verb;

/** A command of the program. */
public interface Command extends Verb {
  /** After so many operands the rest of the line is operands too, flags or not. */
  default int operandsBeforeRest() {
    return Integer.MAX_VALUE;
  }

  /** Whether this program's code gets into a container, so that its file must be sealed. */
  default boolean entersContainer() {
    return false;
  }

  /** The exit code for an error. */
  default int failureExitCode() {
    return 1;
  }

  /**
   * Does it.
   *
   * @return the exit code
   */
  int run(Arguments arguments, Context context);
}
