package dev.stevedore.dockerd;

import ch.qos.logback.classic.Level;
import dev.stevedore.dockerd.config.CommandLine;
import dev.stevedore.dockerd.config.ConfigException;
import dev.stevedore.dockerd.config.ConfigLoader;
import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.lib.daemon.Logs;
import dev.stevedore.lib.daemon.SignalTrap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The program {@code stevedored}. */
public final class Main {
  private static final String NAME = "stevedored";

  private Main() {}

  /** Runs the daemon, or prints what was asked for. Exit codes: 0, and 1 for any error. */
  public static void main(String[] args) throws InterruptedException {
    // First of all, since the JDK itself logs, even that it exits.
    Logs logs = Logs.toStderr(Level.INFO);
    try {
      switch (CommandLine.parse(NAME, List.of(args))) {
        case CommandLine.Help(String text) -> System.out.print(text);
        case CommandLine.ShowVersion() -> {
          Version version = Version.ofThisBuild();
          System.out.println(
              "Stevedore version " + version.number() + ", build " + version.build());
        }
        case CommandLine.Validate(ConfigLoader loader) -> {
          loader.load();
          System.out.println("configuration OK");
        }
        case CommandLine.Run(ConfigLoader loader) -> run(loader, logs);
      }
    } catch (ConfigException | IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(ConfigLoader loader, Logs logs)
      throws ConfigException, IOException, InterruptedException {
    DaemonConfig config = loader.load();
    logs.setLevel(config.logLevel());
    Optional<Path> program =
        Optional.ofNullable(System.getProperty("stevedore.program")).map(Path::of);
    Daemon daemon =
        new Daemon(
            new LiveConfig(loader, config), Version.ofThisBuild(), logs, System.getenv(), program);
    SignalTrap.install(daemon::requestStop, daemon::reload, daemon::dumpStacks);
    daemon.run();
    // Threads of libraries must not keep a stopped daemon alive.
    System.exit(0);
  }
}
