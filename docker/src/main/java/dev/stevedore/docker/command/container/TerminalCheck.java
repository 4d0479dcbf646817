package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;

/** Refuses to attach something that is no terminal to a container that has one. */
final class TerminalCheck {
  private TerminalCheck() {}

  static boolean fails(Machine machine, boolean stdin, boolean terminal) {
    return stdin && terminal && !machine.isTerminal(Machine.STDIN);
  }

  static void check(Machine machine, boolean stdin, boolean terminal) {
    if (fails(machine, stdin, terminal)) {
      throw failure();
    }
  }

  static CliException failure() {
    return new CliException("the input device is not a TTY");
  }
}
