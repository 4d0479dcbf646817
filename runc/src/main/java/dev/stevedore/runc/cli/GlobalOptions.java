package dev.stevedore.runc.cli;

import java.util.List;
import java.util.Optional;

/**
 * The flags before the command.
 *
 * @param root where the state of the containers is
 * @param rootIsGiven whether the user said so
 * @param log the log file; empty for stderr
 * @param jsonLog whether the log is JSON
 * @param debug whether it has debug lines
 * @param systemdCgroup whether systemd is to make the cgroups
 */
public record GlobalOptions(
    String root,
    boolean rootIsGiven,
    Optional<String> log,
    boolean jsonLog,
    boolean debug,
    boolean systemdCgroup) {
  /** The flags before the command. */
  public static final List<Flag> FLAGS =
      List.of(
          Flag.ofSwitch("debug", "", "enable debug logging"),
          Flag.ofValue("log", "", "the log file (default: stderr)"),
          Flag.ofValue("log-format", "", "text (default) or json"),
          Flag.ofValue("root", "", "directory for the state of containers, best in tmpfs"),
          Flag.ofSwitch("systemd-cgroup", "", "have systemd make the cgroups"),
          Flag.ofValue("rootless", "", "ignore cgroup permission errors: true, false or auto"),
          Flag.ofSwitch("help", "h", "show help"),
          Flag.ofSwitch("version", "v", "print the version"));

  private static final String DEFAULT_ROOT = "/run/stevedore/runc";

  /** Reads them from the parsed flags. */
  public static GlobalOptions of(Arguments arguments) {
    String format = arguments.value("log-format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw new UsageException("invalid log-format: " + format);
    }
    String rootless = arguments.value("rootless").orElse("auto");
    switch (rootless) {
      case "auto", "false" -> {}
      case "true" ->
          throw new UsageException("rootless containers are not available yet: --rootless true");
      default -> throw new UsageException("invalid value for --rootless: " + rootless);
    }
    Optional<String> root = arguments.value("root");
    return new GlobalOptions(
        root.orElse(DEFAULT_ROOT),
        root.isPresent(),
        arguments.value("log"),
        format.equals("json"),
        arguments.isOn("debug"),
        arguments.isOn("systemd-cgroup"));
  }
}
