package dev.stevedore.docker.cli;

import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.flags.FlagValues;
import java.util.List;

/**
 * One call of a command.
 *
 * @param name the command's name as it was called, without its group: {@code run}
 * @param path the whole of it, {@code stevedore container run}
 */
public record Call(String name, String path, FlagValues flags, Session session) {
  public List<String> arguments() {
    return flags.arguments();
  }

  public String argument(int index) {
    return flags.arguments().get(index);
  }

  public Engine engine() {
    return session.engine();
  }

  public Output out() {
    return session.machine().stdout();
  }

  public Output err() {
    return session.machine().stderr();
  }
}
