package dev.stevedore.docker.engine;

import dev.stevedore.docker.http.ByteStream;
import java.io.IOException;

/** Opens connections. */
@FunctionalInterface
public interface Connector {
  /**
   * @throws NoDaemonException if nothing listens there
   * @throws IOException for any other reason; the message says which
   */
  ByteStream connect(Endpoint endpoint) throws IOException;

  /** Nothing listens there: the socket is missing, or refuses. */
  final class NoDaemonException extends IOException {
    public NoDaemonException(String message) {
      super(message);
    }
  }
}
