package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Pause;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Our dockerd with data root, exec root and socket of its own, and with the containerd it starts
 * itself or one that already runs.
 */
public final class Engine implements DockerHost, AutoCloseable {
  private final Path directory;
  private final Path dataRoot;
  private final Service service;

  private Engine(Path directory, Path dataRoot, Service service) {
    this.directory = directory;
    this.dataRoot = dataRoot;
    this.service = service;
  }

  /**
   * Starts our dockerd, which starts our containerd; {@code flags} are further flags of dockerd.
   */
  public static Engine start(Scratch scratch, String... flags) {
    Engine engine = create(scratch, flags);
    engine.service.start();
    return engine;
  }

  /** Starts it through a program that executes the rest of its command line, as nohup does. */
  public static Engine startBy(String wrapper, Scratch scratch, String... flags) {
    Engine engine = create(scratch, List.of(wrapper), flags);
    engine.service.start();
    return engine;
  }

  /** Starts our dockerd on a containerd that already runs. */
  public static Engine on(Containerd containerd, Scratch scratch, String... flags) {
    List<String> all = new ArrayList<>(List.of(flags));
    all.add("--containerd");
    all.add(containerd.socket().toString());
    return start(scratch, all.toArray(String[]::new));
  }

  /** The same without starting it. */
  public static Engine create(Scratch scratch, String... flags) {
    return create(scratch, List.of(), flags);
  }

  private static Engine create(Scratch scratch, List<String> wrapper, String... flags) {
    Path dir = scratch.directory("engine");
    Path config = dir.resolve("daemon.json");
    scratch.write(config, "{}\n");
    List<String> argv = new ArrayList<>(wrapper);
    argv.addAll(
        List.of(
            Programs.stevedored().toString(),
            "--config-file=" + config,
            "--exec-root=" + dir.resolve("exec"),
            "--pidfile=" + dir.resolve("pid"),
            "-H",
            "unix://" + dir.resolve("docker.sock")));
    Path dataRoot = dir.resolve("data");
    Optional<String> given =
        List.of(flags).stream().filter(f -> f.startsWith("--data-root=")).findFirst();
    if (given.isPresent()) {
      dataRoot = Path.of(given.get().substring("--data-root=".length()));
    } else {
      argv.add("--data-root=" + dataRoot);
    }
    argv.addAll(List.of(flags));
    Path socket = dir.resolve("docker.sock");
    Service service =
        new Service(
            "stevedored",
            argv,
            Map.of("PATH", Programs.searchPath()),
            scratch.log("stevedored"),
            () -> DockerPing.answers(socket));
    Engine engine = new Engine(dir, dataRoot, service);
    scratch.owns(engine);
    return engine;
  }

  /** The dockerd process. */
  public Service service() {
    return service;
  }

  /** Its data root. */
  public Path dataRoot() {
    return dataRoot;
  }

  /** Its exec root. */
  public Path execRoot() {
    return directory.resolve("exec");
  }

  /** The file given with --config-file. */
  public Path configFile() {
    return directory.resolve("daemon.json");
  }

  /** Its socket. */
  public Path socket() {
    return directory.resolve("docker.sock");
  }

  @Override
  public String address() {
    return "unix://" + socket();
  }

  @Override
  public Path clientConfig() {
    return directory.resolve("client");
  }

  /** The socket of the containerd that this dockerd started. */
  public Path containerdSocket() {
    return execRoot().resolve("containerd/containerd.sock");
  }

  /**
   * Process id of the containerd that this dockerd started, if one runs: the one with our
   * configuration file as argument.
   */
  public OptionalLong containerdPid() {
    String config = execRoot().resolve("containerd/containerd.toml").toString();
    return ProcessHandle.allProcesses()
        .filter(p -> commandLine(p.pid()).contains(config))
        .mapToLong(ProcessHandle::pid)
        .findFirst();
  }

  /** Waits for the containerd started by dockerd, other than {@code not}. */
  public long awaitContainerd(long not) {
    for (int i = 0; i < 1500; i++) {
      OptionalLong pid = containerdPid();
      if (pid.isPresent() && pid.getAsLong() != not) {
        return pid.getAsLong();
      }
      Pause.millis(20);
    }
    throw new AssertionError("no containerd 30 s later:\n" + service.log());
  }

  private static String commandLine(long pid) {
    try {
      return new String(
              Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline")),
              java.nio.charset.StandardCharsets.UTF_8)
          .replace('\0', ' ');
    } catch (IOException e) {
      // It ended in the meantime.
      return "";
    }
  }

  /** Kills dockerd with -9 and starts it again. */
  public void crash() {
    service.kill9();
    service.start();
  }

  /** Writes the configuration file; a reload needs a SIGHUP. */
  public void configure(String json) {
    try {
      Files.writeString(configFile(), json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    service.close();
  }
}
