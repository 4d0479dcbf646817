package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections on all listeners and serves each on a virtual thread. */
public final class HttpServer {
  private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);

  private final List<Listener> listeners;
  private final HttpHandler handler;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  public HttpServer(List<Listener> listeners, HttpHandler handler) {
    this.listeners = List.copyOf(listeners);
    this.handler = handler;
  }

  /** Starts to accept, and returns. */
  public void start() {
    for (Listener listener : listeners) {
      Thread.ofVirtual().name("accept " + listener.address()).start(() -> accept(listener));
      LOG.info("API listen on {}", listener.address());
    }
  }

  /** Accepts no more connections; those that are there go on. */
  public void stopAccepting() {
    stopping = true;
    for (Listener listener : listeners) {
      quietly(listener::close);
    }
  }

  /**
   * Closes connections that do nothing, gives requests in work some time, and closes what is left.
   *
   * @param grace how long requests in work may take
   */
  public void close(Duration grace) throws InterruptedException {
    stopAccepting();
    long deadline = System.nanoTime() + grace.toNanos();
    connections.forEach(connection -> quietly(connection::closeIfIdle));
    while (!connections.isEmpty() && System.nanoTime() < deadline) {
      Thread.sleep(20);
      connections.forEach(connection -> quietly(connection::closeIfIdle));
    }
    connections.forEach(connection -> quietly(connection::close));
  }

  private void accept(Listener listener) {
    while (!stopping) {
      try {
        HttpConnection connection = new HttpConnection(listener.accept(), handler);
        connections.add(connection);
        Thread.ofVirtual()
            .name("http")
            .start(
                () -> {
                  try {
                    connection.run();
                  } finally {
                    connections.remove(connection);
                  }
                });
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        LOG.error("accept on {}: {}", listener.address(), e.getMessage());
        pause();
      }
    }
  }

  /** Out of file descriptors, most likely: trying again at once would only burn time. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private interface Closing {
    void close() throws IOException;
  }

  private static void quietly(Closing closing) {
    try {
      closing.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.toString());
    }
  }
}
