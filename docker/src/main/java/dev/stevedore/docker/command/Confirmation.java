package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import java.io.IOException;
import java.io.InputStream;

/** Asks before something is lost. */
public final class Confirmation {
  private Confirmation() {}

  /**
   * Asks on stdout and reads a line of stdin.
   *
   * @throws CliException that ends the program silently and well, if the answer is not y
   */
  public static void ask(Call call, String warning) {
    askInLine(call, warning + "\n");
  }

  /** The same with the question right after the warning. */
  public static void askInLine(Call call, String warning) {
    call.out().print(warning + "Are you sure you want to continue? [y/N] ");
    call.out().flush();
    InputStream input = call.session().machine().stdin();
    StringBuilder answer = new StringBuilder();
    try {
      for (int b = input.read(); b >= 0 && b != '\n'; b = input.read()) {
        answer.append((char) b);
      }
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
    if (!answer.toString().trim().equalsIgnoreCase("y")) {
      throw new CliException("", 0);
    }
  }
}
