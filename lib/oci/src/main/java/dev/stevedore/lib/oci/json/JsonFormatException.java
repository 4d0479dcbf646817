package dev.stevedore.lib.oci.json;

/** A text is not JSON, or not the JSON that was expected; the message names the field. */
public final class JsonFormatException extends RuntimeException {
  private final String path;

  /**
   * A field is wrong.
   *
   * @param path the field, such as {@code process.rlimits[0].type}; empty for the whole text
   * @param problem what is wrong with it
   */
  public JsonFormatException(String path, String problem) {
    super(path.isEmpty() ? problem : path + ": " + problem);
    this.path = path;
  }

  /** The field that is wrong; empty for the whole text. */
  public String path() {
    return path;
  }
}
