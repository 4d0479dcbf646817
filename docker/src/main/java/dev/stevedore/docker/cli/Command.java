package dev.stevedore.docker.cli;

/** One command. It holds no state: everything it needs comes with the call. */
public interface Command {
  CommandSpec spec();

  /**
   * Does it.
   *
   * @return the exit status
   * @throws CliException to say something and end with another status
   */
  int run(Call call);
}
