package dev.stevedore.dockerd.container;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Parts of the engine that are told each time a container's state has become another. */
public final class StateListeners {
  private final List<Consumer<Container>> listeners = new CopyOnWriteArrayList<>();

  /** Nobody listens. */
  public StateListeners() {}

  /** Adds a listener; it is called in the container's turn, so it must not wait for anything. */
  public void add(Consumer<Container> listener) {
    listeners.add(listener);
  }

  void changed(Container container) {
    listeners.forEach(listener -> listener.accept(container));
  }
}
