package dev.stevedore.docker.command;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import java.util.ArrayList;
import java.util.List;

/** Does something to each of several objects; one that fails does not keep the others from it. */
public final class Each {
  /** What is done to one. */
  @FunctionalInterface
  public interface Action {
    /**
     * Does it.
     *
     * @throws CliException if that fails
     */
    void on(String name);
  }

  private Each() {}

  /**
   * Does it to all; then, if some failed, says why.
   *
   * @return the exit status
   */
  public static int of(Call call, List<String> names, Action action) {
    List<String> errors = new ArrayList<>();
    for (String name : names) {
      try {
        action.on(name);
      } catch (CliException e) {
        errors.add(e.text());
      }
    }
    return report(call, errors);
  }

  /** Says the errors. */
  static int report(Call call, List<String> errors) {
    call.out().flush();
    errors.forEach(call.err()::println);
    return errors.isEmpty() ? 0 : 1;
  }
}
