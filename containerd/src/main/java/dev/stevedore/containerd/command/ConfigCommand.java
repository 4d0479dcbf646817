package dev.stevedore.containerd.command;

import dev.stevedore.containerd.config.DaemonConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code config}: shows the configuration. */
@Command(name = "config", description = "Information on the containerd config")
final class ConfigCommand implements Runnable {
  @ParentCommand @Nullable ContainerdCommand daemon;

  @Spec @Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(
          spec.commandLine(), "config needs a command: default, dump or migrate");
    }
  }

  @Command(name = "default", description = "See the output of the default config")
  void defaults() {
    System.out.print(DaemonConfig.DEFAULT.resolved().toToml());
  }

  @Command(name = "dump", description = "See the output of the final config")
  void dump() throws IOException {
    List<String> warnings = new ArrayList<>();
    ContainerdCommand command = daemon == null ? new ContainerdCommand() : daemon;
    String toml = command.config(warnings).toToml();
    warnings.forEach(System.err::println);
    System.out.print(toml);
  }

  @Command(name = "migrate", description = "Migrate the configuration to the latest version")
  void migrate() throws IOException {
    dump();
  }
}
