package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.Map;

/**
 * The state of a container, as the runtime gives it and hooks get it (runtime.md, "State").
 *
 * @param ociVersion version of the specification
 * @param id the container
 * @param status where it is in its life
 * @param pid the container's process, seen from the host; 0 if there is none
 * @param bundle absolute path of the bundle
 * @param annotations those of config.json
 */
public record State(
    String ociVersion,
    String id,
    ContainerStatus status,
    int pid,
    String bundle,
    Map<String, String> annotations) {
  /** Keeps copies of the lists and maps. */
  public State {
    annotations = Ordered.copyOf(annotations);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static State read(ObjectReader in) {
    return new State(
        in.string("ociVersion"),
        in.string("id"),
        in.parsed("status", ContainerStatus::of),
        in.int32("pid", 0),
        in.string("bundle"),
        in.stringMap("annotations"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("ociVersion", ociVersion)
        .value("id", id)
        .value("status", status.specName())
        .number("pid", pid)
        .value("bundle", bundle)
        .stringMap("annotations", annotations)
        .toJson();
  }
}
