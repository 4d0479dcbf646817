package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.config.DaemonConfig;
import dev.stevedore.dockerd.config.RuntimeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The programs of runtimes and of containers' init, and what they say of themselves; each is asked
 * once.
 */
public final class RuntimePrograms {
  /** The program under our own shim, if none is configured. */
  private static final String STOCK_PROGRAM = "stevedore-runc";

  /** The first process of containers that ask for one, if none is configured. */
  private static final String INIT_PROGRAM = "stevedore-init";

  private final Optional<Path> ownProgram;
  private final String path;
  private final Map<String, Optional<RuntimeVersion>> versions = new ConcurrentHashMap<>();

  /**
   * Makes the list.
   *
   * @param ownProgram our own program, beside which our runc and our init are looked for
   * @param path PATH, where they are looked for too
   */
  public RuntimePrograms(Optional<Path> ownProgram, String path) {
    this.ownProgram = ownProgram;
    this.path = path;
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

  /**
   * Returns the program that containers' processes are started by if that is asked for.
   *
   * @throws ApiException.Internal with Docker's text, if it is not there
   */
  public Path init(DaemonConfig config) {
    String name = initName(config);
    return find(name)
        .orElseThrow(
            () ->
                new ApiException.Internal(
                    "exec: \"" + name + "\": executable file not found in $PATH"));
  }

  /** Returns what the init program is called: a path, or a name. */
  static String initName(DaemonConfig config) {
    return config.initPath().orElse(INIT_PROGRAM);
  }

  private Optional<Path> find(String name) {
    if (name.startsWith("/")) {
      return Optional.of(Path.of(name)).filter(Files::isExecutable);
    }
    Stream<Path> beside =
        ownProgram.stream().map(p -> p.toAbsolutePath().normalize().resolveSibling(name));
    Stream<Path> onPath =
        Arrays.stream(path.split(":")).filter(d -> d.startsWith("/")).map(d -> Path.of(d, name));
    return Stream.concat(beside, onPath).filter(Files::isExecutable).findFirst();
  }

  /** Returns what the init program says of itself. */
  Optional<RuntimeVersion> ofInit(DaemonConfig config) {
    return find(initName(config))
        .flatMap(program -> versions.computeIfAbsent(program.toString(), RuntimeVersion::ask));
  }

  /** Returns what the default runtime says of itself. */
  Optional<RuntimeVersion> ofDefault(DaemonConfig config) {
    return config
        .runtime("")
        .flatMap(runtime -> versions.computeIfAbsent(program(runtime), RuntimeVersion::ask));
  }
}
