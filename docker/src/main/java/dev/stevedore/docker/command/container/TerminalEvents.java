package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.stream.Attachment;

/**
 * Passes this side's window changes and signals on to a container, or window changes to an exec.
 *
 * @param resizePath of the call that resizes
 * @param container that gets the signals; "" if they are not passed on
 */
record TerminalEvents(Machine machine, Engine engine, String resizePath, String container)
    implements Attachment.Events {

  static TerminalEvents ofContainer(Machine machine, Engine engine, String id) {
    return new TerminalEvents(machine, engine, ApiPath.container(id, "/resize"), id);
  }

  static TerminalEvents ofExec(Machine machine, Engine engine, String execId) {
    return new TerminalEvents(machine, engine, "/exec/" + execId + "/resize", "");
  }

  @Override
  public boolean resize() {
    Machine.Size size = machine.terminalSize(Machine.STDOUT);
    return resizeTo(size.rows(), size.columns());
  }

  boolean resizeTo(int rows, int columns) {
    if (rows == 0 && columns == 0) {
      return true;
    }
    String path =
        Query.of(resizePath)
            .with("h", Integer.toString(rows))
            .with("w", Integer.toString(columns))
            .target();
    return succeeds(path);
  }

  @Override
  public void signal(int number) {
    if (!container.isEmpty()) {
      String path =
          Query.of(ApiPath.container(container, "/kill")).with("signal", name(number)).target();
      succeeds(path);
    }
  }

  /** Docker's clients name signals; a number has no meaning on another system. */
  private static String name(int number) {
    return switch (number) {
      case 1 -> "HUP";
      case 2 -> "INT";
      case 3 -> "QUIT";
      case 10 -> "USR1";
      case 12 -> "USR2";
      case 14 -> "ALRM";
      case 15 -> "TERM";
      case 18 -> "CONT";
      case 20 -> "TSTP";
      case 28 -> "WINCH";
      default -> Integer.toString(number);
    };
  }

  /** The container may have ended meanwhile: then there is nobody to tell. */
  private boolean succeeds(String path) {
    try {
      return engine.post(path).status() < 400;
    } catch (CliException e) {
      return false;
    }
  }
}
