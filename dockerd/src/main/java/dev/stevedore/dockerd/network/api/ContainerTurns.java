package dev.stevedore.dockerd.network.api;

import dev.stevedore.dockerd.network.model.ContainerFacts;
import java.util.function.Consumer;

/** Containers, for the parts of networks that change one that runs. */
public interface ContainerTurns {
  /**
   * Does something with a container while nothing else changes it.
   *
   * @param term its id, its name, or the beginning of its id
   * @throws dev.stevedore.dockerd.api.ApiException if there is no such container
   */
  void with(String term, Consumer<ContainerFacts> work) throws InterruptedException;
}
