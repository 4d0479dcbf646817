package dev.stevedore.runc.cli;

import dev.stevedore.runc.cgroup.CgroupDriver;
import java.util.List;
import java.util.Optional;

/**
 * The flags before the command.
 *
 * @param root where the state of the containers is; empty if the user has not said so
 * @param log the log file; empty for stderr
 * @param jsonLog whether the log is JSON
 * @param debug whether it has debug lines
 * @param cgroups who is to make the cgroups
 * @param rootless whether to do without cgroups that may not be made; empty to find out
 */
public record GlobalOptions(
    Optional<String> root,
    Optional<String> log,
    boolean jsonLog,
    boolean debug,
    CgroupDriver cgroups,
    Optional<Boolean> rootless) {
  /** The flags before the command: runc's, and those of crun that its callers use. */
  public static final List<Flag> FLAGS =
      List.of(
          Flag.ofSwitch("debug", "", "enable debug logging"),
          Flag.ofValue("log", "", "the log file, also as file:PATH (default: stderr)"),
          Flag.ofValue("log-format", "", "text (default) or json"),
          Flag.ofValue("log-level", "", "error, warning (default) or debug"),
          Flag.ofValue("root", "", "directory for the state of containers, best in tmpfs"),
          Flag.ofValue("criu", "", "(obsolete: the criu of $PATH is used)"),
          Flag.ofSwitch("systemd-cgroup", "", "have systemd make the cgroups"),
          Flag.ofValue("cgroup-manager", "", "cgroupfs (default), systemd or disabled"),
          Flag.ofValue("rootless", "", "ignore cgroup permission errors: true, false or auto"),
          Flag.ofSwitch("help", "h", "show help"),
          Flag.ofSwitch("version", "v", "print the version"));

  /** Reads them from the parsed flags. */
  public static GlobalOptions of(Arguments arguments) {
    String format = arguments.value("log-format").orElse("text");
    if (!format.equals("text") && !format.equals("json")) {
      throw new UsageException("invalid log-format: " + format);
    }
    return new GlobalOptions(
        arguments.value("root"),
        arguments.value("log").flatMap(GlobalOptions::logFile),
        format.equals("json"),
        arguments.isOn("debug") || isDebugLevel(arguments.value("log-level").orElse("warning")),
        cgroups(arguments),
        rootless(arguments.value("rootless").orElse("auto")));
  }

  /** A path, or crun's {@code TYPE:VALUE}. */
  private static Optional<String> logFile(String log) {
    int colon = log.indexOf(':');
    if (colon < 0 || log.substring(0, colon).contains("/")) {
      return Optional.of(log);
    }
    return switch (log.substring(0, colon)) {
      case "file" -> Optional.of(log.substring(colon + 1)).filter(path -> !path.isEmpty());
      case "syslog", "journald" ->
          throw new UsageException("a log in " + log.substring(0, colon) + " is not supported");
      default -> throw new UsageException("unknown log type: " + log);
    };
  }

  private static boolean isDebugLevel(String level) {
    return switch (level) {
      case "debug" -> true;
      case "warning", "error" -> false;
      default -> throw new UsageException("unknown log-level: " + level);
    };
  }

  private static CgroupDriver cgroups(Arguments arguments) {
    if (arguments.isOn("systemd-cgroup")) {
      return CgroupDriver.SYSTEMD;
    }
    String name = arguments.value("cgroup-manager").orElse("cgroupfs");
    return switch (name) {
      case "cgroupfs" -> CgroupDriver.CGROUPFS;
      case "systemd" -> CgroupDriver.SYSTEMD;
      case "disabled" -> CgroupDriver.DISABLED;
      default -> throw new UsageException("unknown cgroup manager: " + name);
    };
  }

  private static Optional<Boolean> rootless(String value) {
    return switch (value) {
      case "auto" -> Optional.empty();
      case "true" -> Optional.of(true);
      case "false" -> Optional.of(false);
      default -> throw new UsageException("invalid value for --rootless: " + value);
    };
  }
}
