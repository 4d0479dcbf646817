package dev.stevedore.tests.harness.stack;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.scratch.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A containerd with root, state and socket of its own: ours or Debian's, which read the same
 * configuration.
 */
public final class Containerd implements AutoCloseable {
  private final Path directory;
  private final Service service;

  private Containerd(Path directory, Service service) {
    this.directory = directory;
    this.service = service;
  }

  /** Starts ours. */
  public static Containerd ours(Scratch scratch) {
    return ours(scratch, "");
  }

  /** Starts ours with more in its configuration, which goes on in the table {@code debug}. */
  public static Containerd ours(Scratch scratch, String more) {
    return start(scratch, Programs.containerd(), Programs.searchPath(), more);
  }

  /** Starts ours, which finds our shim where it looks for {@code containerd-shim-runc-v2}. */
  public static Containerd oursWithOurShimForRunc(Scratch scratch) {
    Path directory = scratch.directory("shims");
    scratch.link(directory.resolve("containerd-shim-runc-v2"), Programs.shim());
    return start(scratch, Programs.containerd(), directory + ":" + Programs.searchPath(), "");
  }

  /** Starts Debian's. */
  public static Containerd debian(Scratch scratch) {
    return start(scratch, Programs.peer("containerd"), Programs.searchPath(), "");
  }

  private static Containerd start(Scratch scratch, Path program, String searchPath, String more) {
    Path dir = scratch.directory("ctd");
    Path config = dir.resolve("config.toml");
    scratch.write(
        config,
        """
        version = 2
        root = "%1$s/root"
        state = "%1$s/state"
        disabled_plugins = ["io.containerd.grpc.v1.cri"]

        [grpc]
          address = "%1$s/containerd.sock"

        [ttrpc]
          address = "%1$s/containerd.sock.ttrpc"

        [debug]
          level = "debug"
        """
                .formatted(dir)
            + more);
    Path socket = dir.resolve("containerd.sock");
    Service service =
        new Service(
            program.getFileName().toString(),
            List.of(program.toString(), "--config", config.toString()),
            Map.of("PATH", searchPath),
            scratch.log(program.getFileName().toString()),
            () -> Files.exists(socket) && ctr(socket, "version").run().exit() == 0);
    Containerd containerd = new Containerd(dir, service);
    scratch.owns(containerd);
    service.start();
    return containerd;
  }

  /** Its socket. */
  public Path socket() {
    return directory.resolve("containerd.sock");
  }

  /** Where it keeps what must survive. */
  public Path root() {
    return directory.resolve("root");
  }

  /** Where it keeps what runs. */
  public Path state() {
    return directory.resolve("state");
  }

  /** Its process. */
  public Service service() {
    return service;
  }

  /** Debian's ctr, talking to it. */
  public Command ctr(String... args) {
    return ctr(socket(), args);
  }

  private static Command ctr(Path socket, String... args) {
    List<String> argv =
        new ArrayList<>(List.of(Programs.peer("ctr").toString(), "-a", socket.toString()));
    argv.addAll(List.of(args));
    return Command.of(argv);
  }

  @Override
  public void close() {
    service.close();
  }
}
