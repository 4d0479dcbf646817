package dev.stevedore.containerd.command;

import ch.qos.logback.classic.Level;
import dev.stevedore.containerd.config.ConfigFile;
import dev.stevedore.containerd.config.DaemonConfig;
import dev.stevedore.containerd.config.LogConfig;
import dev.stevedore.containerd.server.Daemon;
import dev.stevedore.containerd.server.VersionService;
import dev.stevedore.lib.daemon.Logs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The daemon: {@code stevedore-containerd [flags]}. */
@Command(
    name = "stevedore-containerd",
    description = "High performance container runtime, compatible with containerd.",
    versionProvider = ContainerdCommand.Versions.class,
    subcommands = {ConfigCommand.class, PublishCommand.class, OciHookCommand.class})
public final class ContainerdCommand implements Callable<Integer> {
  private static final Path DEFAULT_FILE = Path.of("/etc/stevedore/containerd.toml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "path to the configuration file (default: /etc/stevedore/containerd.toml)")
  @Nullable Path file;

  @Option(
      names = {"-a", "--address"},
      paramLabel = "SOCKET",
      description = "address of the gRPC server")
  @Nullable Path address;

  @Option(names = "--root", paramLabel = "DIR", description = "root directory")
  @Nullable Path root;

  @Option(names = "--state", paramLabel = "DIR", description = "state directory")
  @Nullable Path state;

  @Option(
      names = {"-l", "--log-level"},
      paramLabel = "LEVEL",
      description = "trace, debug, info, warn, error, fatal or panic")
  @Nullable String logLevel;

  @Option(
      names = {"-v", "--version"},
      versionHelp = true,
      description = "print the version")
  boolean version;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show help")
  boolean help;

  /** What {@code --version} prints, in containerd's order. */
  static final class Versions implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "containerd stevedore " + VersionService.VERSION + " " + VersionService.REVISION
      };
    }
  }

  /** The file and the flags. */
  DaemonConfig config(List<String> warnings) throws IOException {
    DaemonConfig config = DaemonConfig.DEFAULT;
    Path given = file;
    if (given != null || Files.exists(DEFAULT_FILE)) {
      config = ConfigFile.load(given == null ? DEFAULT_FILE : given, config, warnings::add);
    }
    return new DaemonConfig(
            root == null ? config.root() : root,
            state == null ? config.state() : state,
            address == null ? config.address() : address,
            config.uid(),
            config.gid(),
            config.ttrpcAddress(),
            logLevel == null ? config.log() : new LogConfig(logLevel, config.log().format()),
            config.oomScore(),
            config.cgroup(),
            config.requiredPlugins(),
            config.gc(),
            config.monitoring(),
            config.restartInterval(),
            config.registryHosts())
        .resolved();
  }

  /** Where events are published to: the flag's address, or the configured one. */
  Path publishAddress() throws IOException {
    return config(new ArrayList<>()).address();
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> warnings = new ArrayList<>();
    DaemonConfig config = config(warnings);
    Optional<Level> level = Logs.parseLevel(config.log().level());
    Optional<Logs.Format> format = Logs.parseFormat(config.log().format());
    Logs.toStderr(
        level.orElseThrow(
            () -> new IOException("not a valid log level: \"" + config.log().level() + "\"")),
        format.orElseThrow(() -> new IOException("unknown log format: " + config.log().format())));
    Logger log = LoggerFactory.getLogger(ContainerdCommand.class);
    warnings.forEach(log::warn);
    Daemon.run(config);
    return 0;
  }
}
