package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * How one layer came to be.
 *
 * @param created RFC 3339, empty if not known
 * @param createdBy the command
 * @param author who
 * @param comment why
 * @param emptyLayer whether the step changed no file, so that no layer belongs to it
 */
public record History(
    String created, String createdBy, String author, String comment, boolean emptyLayer) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static History read(ObjectReader in) {
    return new History(
        in.string("created", ""),
        in.string("created_by", ""),
        in.string("author", ""),
        in.string("comment", ""),
        in.bool("empty_layer", false));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .string("created", created)
        .string("created_by", createdBy)
        .string("author", author)
        .string("comment", comment)
        .bool("empty_layer", emptyLayer)
        .toJson();
  }
}
