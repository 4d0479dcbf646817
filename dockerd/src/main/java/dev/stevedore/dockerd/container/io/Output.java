package dev.stevedore.dockerd.container.io;

import dev.stevedore.dockerd.logs.LogStream;
import java.util.ArrayList;
import java.util.List;

/** What a process writes, on its way to those attached to it. */
public final class Output {
  private final List<OutputClient> clients = new ArrayList<>();
  private volatile List<OutputClient> current = List.of();

  /** Nobody is attached. */
  public Output() {}

  /** Adds someone who wants to see what is written from now on. */
  public OutputClient attach() {
    OutputClient client = new OutputClient(this);
    synchronized (clients) {
      clients.add(client);
      current = List.copyOf(clients);
    }
    return client;
  }

  void detach(OutputClient client) {
    synchronized (clients) {
      clients.remove(client);
      current = List.copyOf(clients);
    }
  }

  /** Hands bytes to all clients; waits for those that are too far behind. */
  void publish(LogStream stream, byte[] bytes) throws InterruptedException {
    for (OutputClient client : current) {
      client.offer(stream, bytes);
    }
  }

  /** The process has ended: clients see the end after what was written. */
  public void end() {
    for (OutputClient client : current) {
      client.end();
    }
  }
}
