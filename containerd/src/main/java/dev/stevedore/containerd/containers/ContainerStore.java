package dev.stevedore.containerd.containers;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.lib.containerdapi.containers.Container;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The containers there are. */
public final class ContainerStore {
  private final MessageTable<Container> table;

  /** The containers in the database. */
  public ContainerStore(Database database) {
    this.table = new MessageTable<>(database, "containers", Container.parser());
  }

  /** The container with this id. */
  public Container get(String namespace, String id) {
    return find(namespace, id)
        .orElseThrow(
            () -> Failure.notFound("container \"" + id + "\" in namespace \"" + namespace + "\""));
  }

  /** The container with this id, if there is one. */
  public Optional<Container> find(String namespace, String id) {
    return table.get(namespace, id);
  }

  /** All containers of a namespace. */
  public List<Container> list(String namespace) {
    return table.list(namespace);
  }

  /** The namespaces and ids of containers that have a text somewhere, such as a label's name. */
  public List<Map.Entry<String, String>> mentioning(String text) {
    return table.mentioning(text);
  }

  void create(String namespace, Container container) {
    if (!table.insert(namespace, container.getId(), container)) {
      throw Failure.alreadyExists("container \"" + container.getId() + "\"");
    }
  }

  void replace(String namespace, Container container) {
    table.replace(namespace, container.getId(), container);
  }

  void delete(String namespace, String id) {
    if (!table.delete(namespace, id)) {
      throw Failure.notFound("container \"" + id + "\" in namespace \"" + namespace + "\"");
    }
  }
}
