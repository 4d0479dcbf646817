package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * I/O priority of a process (ioprio_set(2)).
 *
 * @param ioClass {@code IOPRIO_CLASS_RT}, {@code IOPRIO_CLASS_BE} or {@code IOPRIO_CLASS_IDLE}
 * @param priority 0, the highest, to 7
 */
public record IoPriority(String ioClass, int priority) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static IoPriority read(ObjectReader in) {
    return new IoPriority(in.string("class"), in.int32("priority", 0));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter().value("class", ioClass).value("priority", priority).toJson();
  }
}
