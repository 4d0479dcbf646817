package dev.stevedore.dockerd.config;

import java.util.List;

/** What the command line asks for: a daemon, or a text. */
public sealed interface CommandLine {
  /** Run the daemon with this configuration. */
  record Run(ConfigLoader loader) implements CommandLine {}

  /** Print the help. */
  record Help(String text) implements CommandLine {}

  /** Tell whether the configuration makes sense. */
  record Validate(ConfigLoader loader) implements CommandLine {}

  /** Print the version. */
  record ShowVersion() implements CommandLine {}

  /**
   * Reads the command line.
   *
   * @param program the program's name, for messages
   * @throws ConfigException if it makes no sense; the message is complete, with a hint at the help
   */
  static CommandLine parse(String program, List<String> argv) throws ConfigException {
    FlagParser.Result flags;
    try {
      flags = FlagParser.parse(argv);
    } catch (ConfigException e) {
      throw new ConfigException(e.getMessage() + "\nSee '" + program + " --help'.", e);
    }
    if (flags.help()) {
      return new Help(Usage.text(program));
    }
    if (flags.version()) {
      return new ShowVersion();
    }
    if (!flags.arguments().isEmpty()) {
      throw new ConfigException(
          "\"%s\" accepts no arguments.\nSee '%s --help'.\n\nUsage:  %s [OPTIONS]\n\n%s"
              .formatted(program, program, program, Usage.SHORT));
    }
    ConfigLoader loader = new ConfigLoader(flags.given());
    return loader.isTrial() ? new Validate(loader) : new Run(loader);
  }
}
