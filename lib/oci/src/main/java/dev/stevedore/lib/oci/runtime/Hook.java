package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalInt;

/**
 * A program to run at a point of a container's life; it is given the state as JSON on stdin.
 *
 * @param path the program, absolute
 * @param args its arguments, with its name as the first; may be empty
 * @param env its environment
 * @param timeout seconds after which it is killed
 */
public record Hook(String path, List<String> args, List<String> env, OptionalInt timeout) {
  /** Keeps copies of the lists and maps. */
  public Hook {
    args = List.copyOf(args);
    env = List.copyOf(env);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Hook read(ObjectReader in) {
    return new Hook(
        in.string("path"), in.strings("args"), in.strings("env"), in.optionalInt32("timeout"));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("path", path)
        .strings("args", args)
        .strings("env", env)
        .number("timeout", timeout)
        .toJson();
  }
}
