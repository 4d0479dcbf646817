package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * Programs that the runtime runs at points of a container's life (config.md, "POSIX-platform
 * Hooks").
 *
 * @param prestart as createRuntime, before it; deprecated
 * @param createRuntime at create, namespaces made, before pivot_root; in the runtime's namespaces
 * @param createContainer at create, before pivot_root; in the container's namespaces
 * @param startContainer at start, before the user's program; in the container's namespaces
 * @param poststart at start, after the user's program began; in the runtime's namespaces
 * @param poststop at delete; in the runtime's namespaces
 */
public record Hooks(
    List<Hook> prestart,
    List<Hook> createRuntime,
    List<Hook> createContainer,
    List<Hook> startContainer,
    List<Hook> poststart,
    List<Hook> poststop) {
  /** No hooks. */
  public static final Hooks NONE =
      new Hooks(List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

  /** Keeps copies of the lists and maps. */
  public Hooks {
    prestart = List.copyOf(prestart);
    createRuntime = List.copyOf(createRuntime);
    createContainer = List.copyOf(createContainer);
    startContainer = List.copyOf(startContainer);
    poststart = List.copyOf(poststart);
    poststop = List.copyOf(poststop);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Hooks read(ObjectReader in) {
    return new Hooks(
        in.list("prestart", Hook::read),
        in.list("createRuntime", Hook::read),
        in.list("createContainer", Hook::read),
        in.list("startContainer", Hook::read),
        in.list("poststart", Hook::read),
        in.list("poststop", Hook::read));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .list("prestart", prestart, Hook::toJson)
        .list("createRuntime", createRuntime, Hook::toJson)
        .list("createContainer", createContainer, Hook::toJson)
        .list("startContainer", startContainer, Hook::toJson)
        .list("poststart", poststart, Hook::toJson)
        .list("poststop", poststop, Hook::toJson)
        .toJson();
  }
}
