package dev.stevedore.dockerd;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.config.LiveConfig;
import dev.stevedore.dockerd.config.RuntimeConfig;
import dev.stevedore.dockerd.container.Runtimes;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.system.RuntimePrograms;
import dev.stevedore.lib.containerdapi.runc.Options;
import java.nio.file.Path;
import java.util.Optional;

/** The programs of the configuration; runtimes as shims take them. */
final class ConfiguredRuntimes implements Runtimes {
  /** Our shim and containerd's own both read it under this name. */
  private static final String OPTIONS = "containerd.runc.v1.Options";

  private final LiveConfig config;
  private final RuntimePrograms programs;

  ConfiguredRuntimes(LiveConfig config, RuntimePrograms programs) {
    this.config = config;
    this.programs = programs;
  }

  @Override
  public String defaultName() {
    return config.get().defaultRuntime();
  }

  @Override
  public Choice choose(String name) {
    RuntimeConfig runtime =
        config
            .get()
            .runtime(name)
            .orElseThrow(
                () -> new ApiException.BadParameter("unknown or invalid runtime name: " + name));
    if (!runtime.runtimeArgs().isEmpty()) {
      throw new ApiException.BadParameter(
          "runtime " + name + ": runtimeArgs are not available yet: " + runtime.runtimeArgs());
    }
    Path root = config.get().execRoot().resolve("runtime-" + directoryName(name));
    Options options =
        Options.newBuilder()
            .setRoot(root.toString())
            .setBinaryName(programs.program(runtime))
            .build();
    return new Choice(
        runtime.shim(),
        Any.newBuilder()
            .setTypeUrl(OPTIONS)
            .setValue(ByteString.copyFrom(options.toByteArray()))
            .build());
  }

  @Override
  public Optional<Path> init(HostConfig host) {
    // In a PID namespace of somebody else's there is a first process already.
    return host.pidMode().isEmpty() && host.init().orElse(config.get().init())
        ? Optional.of(programs.init(config.get()))
        : Optional.empty();
  }

  private static String directoryName(String runtime) {
    return runtime.replaceAll("[^A-Za-z0-9_.-]", "_");
  }
}
