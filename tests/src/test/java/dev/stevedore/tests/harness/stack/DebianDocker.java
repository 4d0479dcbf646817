package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's dockerd with roots and socket of its own, on a given containerd, without networks. */
public final class DebianDocker implements DockerHost, AutoCloseable {
  private final Path directory;
  private final Service service;

  private DebianDocker(Path directory, Service service) {
    this.directory = directory;
    this.service = service;
  }

  /** Starts it on Debian's containerd. */
  public static DebianDocker start(Scratch scratch, String... flags) {
    return on(Containerd.debian(scratch), scratch, flags);
  }

  /** Starts it on a containerd that already runs; {@code flags} are further flags of dockerd. */
  public static DebianDocker on(Containerd containerd, Scratch scratch, String... flags) {
    List<String> all =
        new ArrayList<>(
            List.of("--bridge=none", "--iptables=false", "--ip6tables=false", "--ip-masq=false"));
    all.addAll(List.of(flags));
    return start(List.of(), containerd, scratch, all);
  }

  /**
   * Starts it with networks, on Debian's containerd, through a program that executes the rest of
   * its command line: it shall have a network namespace of its own.
   */
  public static DebianDocker withNetworks(String wrapper, Scratch scratch) {
    return start(List.of(wrapper), Containerd.debian(scratch), scratch, List.of());
  }

  private static DebianDocker start(
      List<String> wrapper, Containerd containerd, Scratch scratch, List<String> flags) {
    Path dir = scratch.directory("debian");
    Path config = dir.resolve("daemon.json");
    scratch.write(config, "{}\n");
    List<String> argv = new ArrayList<>(wrapper);
    argv.addAll(
        List.of(
            Programs.peer("dockerd").toString(),
            "--config-file=" + config,
            "--containerd=" + containerd.socket(),
            "--data-root=" + dir.resolve("data"),
            "--exec-root=" + dir.resolve("exec"),
            "--pidfile=" + dir.resolve("pid"),
            "-H",
            "unix://" + dir.resolve("docker.sock")));
    argv.addAll(flags);
    Path socket = dir.resolve("docker.sock");
    Service service =
        new Service(
            "dockerd",
            argv,
            Map.of("PATH", Programs.searchPath()),
            scratch.log("dockerd"),
            () -> DockerPing.answers(socket));
    DebianDocker docker = new DebianDocker(dir, service);
    scratch.owns(docker);
    service.start();
    return docker;
  }

  /** Its process. */
  public Service service() {
    return service;
  }

  @Override
  public String address() {
    return "unix://" + directory.resolve("docker.sock");
  }

  @Override
  public Path clientConfig() {
    return directory.resolve("client");
  }

  @Override
  public void close() {
    service.close();
    // dockerd keeps the namespace of the host's network mounted once a container used it.
    Path kept = directory.resolve("exec/netns/default");
    if (Files.exists(kept)) {
      Command.of("umount", kept.toString()).run();
    }
  }
}
