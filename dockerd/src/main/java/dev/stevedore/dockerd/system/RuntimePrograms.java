package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.RuntimeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The programs of runtimes, and what they say of themselves; each is asked once. */
public final class RuntimePrograms {
  /** The program under our own shim, if none is configured. */
  private static final String STOCK_PROGRAM = "stevedore-runc";

  private final Optional<Path> ownProgram;
  private final Map<String, Optional<RuntimeVersion>> versions = new ConcurrentHashMap<>();

  /**
   * Makes the list.
   *
   * @param ownProgram our own program, beside which our runc is looked for
   */
  public RuntimePrograms(Optional<Path> ownProgram) {
    this.ownProgram = ownProgram;
  }

  /** Returns the program of a runtime: its path, or a name to be found on PATH. */
  public String program(RuntimeConfig runtime) {
    if (runtime.path().isPresent()) {
      return runtime.path().get();
    }
    if (!runtime.shim().equals(RuntimeConfig.OWN_SHIM)) {
      return "runc";
    }
    return ownProgram
        .map(p -> p.toAbsolutePath().normalize().resolveSibling(STOCK_PROGRAM))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .orElse(STOCK_PROGRAM);
  }

  /** Returns what the default runtime says of itself. */
  Optional<RuntimeVersion> ofDefault(DaemonConfig config) {
    return config
        .runtime("")
        .flatMap(runtime -> versions.computeIfAbsent(program(runtime), RuntimeVersion::ask));
  }
}
