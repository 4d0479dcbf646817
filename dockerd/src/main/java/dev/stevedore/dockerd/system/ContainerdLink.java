package dev.stevedore.dockerd.system;

import com.google.protobuf.Empty;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.supervisor.HealthCheck;
import dev.stevedore.lib.containerdapi.version.VersionResponse;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The daemon's own questions to containerd: does it serve, and which version is it. */
public final class ContainerdLink implements HealthCheck {
  private static final long LIMIT_SECONDS = 3;

  /** What containerd says of itself. */
  public record Version(String number, String revision) {}

  private final Path socket;
  private final ContainerdClient client;

  /**
   * Prepares to ask; the connection is made at the first question.
   *
   * @param socket where containerd serves gRPC
   */
  public ContainerdLink(Path socket, ContainerdClient client) {
    this.socket = socket;
    this.client = client;
  }

  /** Returns where containerd serves. */
  public Path socket() {
    return socket;
  }

  /** Asks for the version; nothing if containerd does not answer within three seconds. */
  public Optional<Version> version() {
    try {
      return Optional.of(ask());
    } catch (StatusRuntimeException e) {
      return Optional.empty();
    }
  }

  @Override
  public void check() throws UnhealthyException {
    try {
      // After a restart gRPC would pause before it tries to connect again.
      client.hurry();
      ask();
    } catch (StatusRuntimeException e) {
      throw new UnhealthyException(String.valueOf(e.getMessage()), e);
    }
  }

  private Version ask() {
    VersionResponse answer =
        client
            .version()
            .withDeadlineAfter(LIMIT_SECONDS, TimeUnit.SECONDS)
            .version(Empty.getDefaultInstance());
    return new Version(answer.getVersion(), answer.getRevision());
  }
}
