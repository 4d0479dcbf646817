package dev.stevedore.dockerd.http;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices that the client has closed the connection while a handler still works, by waiting for the
 * next request's first byte. The byte stays in the buffer. This is what Go's net/http does behind a
 * request's context.
 */
final class ClientWatch {
  private final ConnectionInput in;
  private final RequestBody body;
  private final List<Runnable> actions = new ArrayList<>();
  private boolean watching;
  private boolean gone;
  private boolean stopped;

  ClientWatch(ConnectionInput in, RequestBody body) {
    this.in = in;
    this.body = body;
  }

  /** Has the action run if the client goes; at once if it has gone. */
  synchronized void whenGone(Runnable action) {
    if (stopped) {
      return;
    }
    if (gone) {
      action.run();
      return;
    }
    actions.add(action);
    if (!watching) {
      watching = true;
      Thread.ofVirtual().name("client-watch").start(this::watch);
    }
  }

  /** No action runs after this returns. */
  synchronized void stop() {
    stopped = true;
    actions.clear();
  }

  private void watch() {
    boolean alive;
    try {
      // What is left of the body would look like a sign of life.
      alive = body.drain(false) && in.awaitBytes();
    } catch (IOException e) {
      alive = false;
    }
    if (!alive) {
      runActions();
    }
  }

  private synchronized void runActions() {
    gone = true;
    if (!stopped) {
      actions.forEach(Runnable::run);
      actions.clear();
    }
  }
}
