package dev.stevedore.lib.registry;

import dev.stevedore.lib.registry.RegistryException.Kind;
import dev.stevedore.lib.registry.hosts.Capability;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The places where a repository may be, in the order in which they are asked. */
final class Endpoints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Endpoints.class);

  private final RegistrySettings settings;
  private final List<Endpoint> endpoints;
  private final CredentialSource credentials;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Endpoint, Connection> connections = new HashMap<>();

  /** Why a place could not be reached, which is not tried again if there is another. */
  private final Map<Endpoint, IOException> unreachable = new HashMap<>();

  private boolean closed;

  Endpoints(RegistrySettings settings, List<Endpoint> endpoints, CredentialSource credentials) {
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
   * Asks one place after the other until one answers; what is pushed goes to the first only.
   *
   * @param capability what a place must have to be asked
   * @throws IOException what the last place said, or why it could not be reached
   */
  <T> T first(Capability capability, Question<T> question) throws IOException {
    List<Endpoint> able =
        endpoints.stream().filter(it -> it.capabilities().contains(capability)).toList();
    if (able.isEmpty()) {
      throw new RegistryException(Kind.NOT_FOUND, "no " + capability.word() + " hosts");
    }
    List<Endpoint> others =
        capability == Capability.PUSH ? List.of() : able.subList(0, able.size() - 1);
    for (Endpoint endpoint : others) {
      try {
        return question.ask(connection(endpoint, true));
      } catch (InterruptedIOException e) {
        throw e;
      } catch (IOException e) {
        LOG.info("{}, trying next host: {}", endpoint.hostPort(), e.getMessage());
      }
    }
    return question.ask(connection(able.get(others.size()), false));
  }

  private Connection connection(Endpoint endpoint, boolean hasOthers) throws IOException {
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
      IOException failure = unreachable.get(endpoint);
      if (failure != null && hasOthers) {
        throw failure;
      }
      Credentials given =
          endpoint.anonymous() ? Credentials.NONE : credentials.of(endpoint.hostPort());
      Connection made = new Connection(settings, endpoint, given, false);
      connections.put(endpoint, made);
      return made;
    } catch (RegistryException e) {
      unreachable.put(endpoint, e);
      throw e;
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
