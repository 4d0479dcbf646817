package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.reference.Ids;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All containers, by id and by name. Looking waits for nobody. */
public final class ContainerRegistry {
  private final Map<String, Container> byId = new ConcurrentHashMap<>();
  private final Map<String, String> idByName = new ConcurrentHashMap<>();
  private final Departed departed = new Departed(System::nanoTime);

  /** No containers. */
  public ContainerRegistry() {}

  /** All of them, in no order. */
  public Collection<Container> all() {
    return List.copyOf(byId.values());
  }

  /** The container with exactly this id. */
  public Optional<Container> byId(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /**
   * Finds a container by its id, its name, or the beginning of its id.
   *
   * @throws ApiException.NotFound with Docker's text
   * @throws ApiException.BadParameter if several ids begin so
   */
  public Container find(String text) {
    Container exact = byId.get(text);
    if (exact != null) {
      return exact;
    }
    String id = idByName.get(text.startsWith("/") ? text.substring(1) : text);
    Container named = id == null ? null : byId.get(id);
    if (named != null) {
      return named;
    }
    if (Ids.isPrefix(text)) {
      List<Container> matches =
          byId.values().stream().filter(container -> container.id().startsWith(text)).toList();
      if (matches.size() == 1) {
        return matches.getFirst();
      }
      if (matches.size() > 1) {
        throw new ApiException.BadParameter("multiple IDs found with provided prefix: " + text);
      }
    }
    int slash = text.lastIndexOf('/');
    Optional<Container> linked =
        slash > 0
            ? OldLinks.follow(find(text.substring(0, slash)), text.substring(slash + 1), this)
            : Optional.empty();
    return linked.orElseThrow(() -> new ApiException.NotFound("No such container: " + text));
  }

  /**
   * Takes a name.
   *
   * @throws ApiException.Conflict with Docker's text, if another container has it
   */
  void reserve(String name, String id) {
    String holder = idByName.putIfAbsent(name, id);
    if (holder != null && !holder.equals(id)) {
      throw new ApiException.Conflict(
          "Conflict. The container name \"/%s\" is already in use by container \"%s\". You have to remove (or rename) that container to be able to reuse that name."
              .formatted(name, holder));
    }
  }

  /** Takes a name, if nobody has it. */
  boolean tryReserve(String name, String id) {
    return idByName.putIfAbsent(name, id) == null;
  }

  /** Gives a name back. */
  void release(String name, String id) {
    idByName.remove(name, id);
  }

  void add(Container container) {
    byId.put(container.id(), container);
  }

  /** How a container ended that removed itself less than half a minute ago, by its whole id. */
  public Optional<Waits.Result> departed(String id) {
    return departed.find(id);
  }

  /** Notes how a container ended that is about to remove itself. */
  void depart(Container container) {
    departed.add(container.id(), new Waits.Result(container.state().exitCode(), ""));
  }

  void remove(Container container) {
    byId.remove(container.id());
    release(container.name(), container.id());
  }
}
