package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.network.api.ContainerTurns;
import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.util.function.Consumer;

/** Gives networks their turn at a container. */
public final class NetworkTurns implements ContainerTurns {
  private final EngineParts engine;

  /** Works on the containers of an engine. */
  public NetworkTurns(EngineParts engine) {
    this.engine = engine;
  }

  @Override
  public void with(String term, Consumer<ContainerFacts> work) throws InterruptedException {
    Container container = engine.registry().find(term);
    container
        .turn()
        .take(
            () -> {
              work.accept(engine.facts(container));
              return container;
            });
  }
}
