package dev.stevedore.lib.registry;

import dev.stevedore.lib.registry.RegistryException.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places where a repository may be: mirrors first, the registry itself last. */
final class Endpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final RegistrySettings settings;
  private final List<Endpoint> endpoints;
  private final Credentials credentials;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Endpoint, Connection> connections = new HashMap<>();
  private boolean closed;

  Endpoints(RegistrySettings settings, List<Endpoint> endpoints, Credentials credentials) {
    this.settings = settings;
    this.endpoints = List.copyOf(endpoints);
    this.credentials = credentials;
  }

  RegistrySettings settings() {
    return settings;
  }

  /** Something to ask one place for. */
  @FunctionalInterface
  interface Question<T> {
    T ask(Connection connection) throws IOException;
  }

  /**
   * Asks one place after the other until one answers.
   *
   * @throws IOException what the registry itself said, or why it could not be reached
   */
  <T> T first(Question<T> question) throws IOException {
    IOException failure = new IOException("no endpoints");
    for (Endpoint endpoint : endpoints) {
      try {
        return question.ask(connection(endpoint));
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        if (endpoint.mirror()) {
          LOG.info("mirror {}: {}", endpoint.hostPort(), e.getMessage());
        }
        failure = e;
      }
    }
    throw failure;
  }

  private Connection connection(Endpoint endpoint) throws IOException {
    // Held while connecting: others would only connect once more.
    lock.lock();
    try {
      if (closed) {
        throw new RegistryException(Kind.UNREACHABLE, "the repository was closed");
      }
      Connection known = connections.get(endpoint);
      if (known != null) {
        return known;
      }
      Connection made =
          new Connection(
              settings, endpoint, endpoint.mirror() ? Credentials.NONE : credentials, false);
      connections.put(endpoint, made);
      return made;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      connections.values().forEach(Connection::close);
      connections.clear();
    } finally {
      lock.unlock();
    }
  }
}
