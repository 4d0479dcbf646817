package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Links of the old style, {@code --link other:alias} in the default network. They are kept with the
 * other's id, since its name may change. In networks with names they are the endpoint's.
 */
public final class OldLinks {
  private static final String FIELD = "Links";

  private OldLinks() {}

  /**
   * The same configuration, with links to containers that are there.
   *
   * @throws ApiException.BadParameter in Docker's words
   */
  static HostConfig resolve(HostConfig host, ContainerRegistry containers) {
    List<String> given = host.view().strings(FIELD);
    String mode = host.networkMode();
    boolean own = mode.equals("default") || mode.equals("bridge");
    if (given.isEmpty() || (!own && !mode.equals("host") && !mode.startsWith("container:"))) {
      return host.with(FIELD, JsonNodeFactory.instance.nullNode());
    }
    if (!own) {
      throw new ApiException.BadParameter(
          "conflicting options: "
              + (mode.equals("host") ? "host type networking" : "container type network")
              + " can't be used with links. This would result in undefined behavior");
    }
    ArrayNode links = JsonNodeFactory.instance.arrayNode();
    for (String text : given) {
      links.add(resolve(text, containers));
    }
    return host.with(FIELD, links);
  }

  private static String resolve(String text, ContainerRegistry containers) {
    String[] parts = text.split(":", -1);
    if (text.isEmpty()) {
      throw new ApiException.BadParameter("empty string specified for links");
    }
    if (parts.length > 2) {
      throw new ApiException.BadParameter("bad format for links: " + text);
    }
    String name = parts[0];
    String alias = parts[parts.length - 1];
    if (name.startsWith("/")) {
      // As inspect shows it: /other:/self/alias
      name = name.substring(1);
      alias = alias.substring(alias.lastIndexOf('/') + 1);
    }
    try {
      Container other = containers.find(name);
      String mode = other.definition().host().networkMode();
      while (mode.startsWith("container:")) {
        other = containers.find(mode.substring("container:".length()));
        mode = other.definition().host().networkMode();
      }
      if (mode.equals("host")) {
        throw new ApiException.BadParameter(
            "conflicting options: host type networking can't be used with links. This would result"
                + " in undefined behavior");
      }
      return other.id() + ":" + alias;
    } catch (ApiException.NotFound e) {
      throw new ApiException.BadParameter(
          "could not get container for " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Removes a link.
   *
   * @param text {@code container/alias}
   * @throws ApiException in Docker's words, if there is none
   */
  public static void remove(EngineParts engine, String text) throws InterruptedException {
    String path = text.startsWith("/") ? text : "/" + text;
    int slash = path.lastIndexOf('/');
    if (slash == 0) {
      throw new ApiException.Internal(
          "Conflict, cannot remove the default link name of the container");
    }
    Container container = engine.registry().find(path.substring(0, slash));
    container
        .turn()
        .take(
            () -> {
              Definition definition = container.definition();
              List<String> links = definition.host().view().strings(FIELD);
              ArrayNode rest = JsonNodeFactory.instance.arrayNode();
              links.stream()
                  .filter(link -> !link.endsWith(":" + path.substring(slash + 1)))
                  .forEach(rest::add);
              if (rest.size() == links.size()) {
                throw new ApiException.NotFound("No such container: " + text);
              }
              engine.define(container, definition.with(definition.host().with(FIELD, rest)));
              engine.networks().relinked(engine.facts(container));
              return container;
            });
  }

  /** The ids of the containers that one has links to. */
  static List<String> targets(Container from) {
    return from.definition().host().view().strings(FIELD).stream().map(OldLinks::idOf).toList();
  }

  /** The container that another one knows by an alias. */
  static Optional<Container> follow(Container from, String alias, ContainerRegistry containers) {
    return from.definition().host().view().strings(FIELD).stream()
        .filter(link -> aliasOf(link).equals(alias))
        .findFirst()
        .flatMap(link -> containers.byId(idOf(link)));
  }

  /** The names that containers have because others are linked to them, {@code /other/alias}. */
  public static Map<String, List<String>> names(ContainerRegistry containers) {
    Map<String, List<String>> names = new HashMap<>();
    for (Container from : containers.all()) {
      for (String link : from.definition().host().view().strings(FIELD)) {
        names
            .computeIfAbsent(idOf(link), _ -> new ArrayList<>())
            .add("/" + from.name() + "/" + aliasOf(link));
      }
    }
    return names;
  }

  // Kept as ID:alias, the alias with a slash if it was given so.
  private static String idOf(String link) {
    return link.substring(0, link.indexOf(':'));
  }

  private static String aliasOf(String link) {
    String alias = link.substring(link.indexOf(':') + 1);
    return alias.startsWith("/") ? alias.substring(1) : alias;
  }

  /** Puts a container's links into its HostConfig as inspect shows them. */
  public static void show(ObjectNode host, String name, ContainerRegistry containers) {
    if (!host.path(FIELD).isArray()) {
      return;
    }
    ArrayNode shown = JsonNodeFactory.instance.arrayNode();
    host.path(FIELD)
        .forEach(
            link -> {
              String text = link.asText();
              int colon = text.indexOf(':');
              Optional<Container> other = containers.byId(text.substring(0, colon));
              other.ifPresent(
                  o -> shown.add("/" + o.name() + ":/" + name + "/" + text.substring(colon + 1)));
            });
    host.set(FIELD, shown);
  }
}
