package dev.stevedore.lib.oci.image;

import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.json.Ordered;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How to run a container of an image unless told otherwise: the member {@code config} of the image
 * config (image-spec, config.md), with Docker's additions.
 *
 * @param user name or id, and group after a colon; empty is root
 * @param exposedPorts such as {@code 80/tcp}
 * @param env {@code NAME=value}
 * @param entrypoint arguments in front of the command
 * @param cmd the command, or its arguments if there is an entrypoint
 * @param volumes paths that get a volume each
 * @param workingDir empty is {@code /}
 * @param labels free text by key
 * @param stopSignal name or number; empty is SIGTERM
 * @param stopTimeoutSeconds how long to wait before SIGKILL (Docker)
 * @param healthcheck (Docker)
 * @param onBuild build instructions for images made from this one (Docker)
 * @param shell for the shell forms of instructions (Docker)
 * @param argsEscaped whether arguments are already escaped, for Windows (Docker)
 */
public record ExecutionDefaults(
    String user,
    List<String> exposedPorts,
    List<String> env,
    List<String> entrypoint,
    List<String> cmd,
    List<String> volumes,
    String workingDir,
    Map<String, String> labels,
    String stopSignal,
    OptionalInt stopTimeoutSeconds,
    Optional<Healthcheck> healthcheck,
    List<String> onBuild,
    List<String> shell,
    boolean argsEscaped) {
  /** Keeps copies of the lists and the map. */
  public ExecutionDefaults {
    exposedPorts = List.copyOf(exposedPorts);
    env = List.copyOf(env);
    entrypoint = List.copyOf(entrypoint);
    cmd = List.copyOf(cmd);
    volumes = List.copyOf(volumes);
    labels = Ordered.copyOf(labels);
    onBuild = List.copyOf(onBuild);
    shell = List.copyOf(shell);
  }

  /** Nothing set. */
  public static final ExecutionDefaults NONE =
      new ExecutionDefaults(
          "",
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          "",
          Map.of(),
          "",
          OptionalInt.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          false);

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static ExecutionDefaults read(ObjectReader in) {
    return new ExecutionDefaults(
        in.string("User", ""),
        set(in, "ExposedPorts"),
        in.strings("Env"),
        in.strings("Entrypoint"),
        in.strings("Cmd"),
        set(in, "Volumes"),
        in.string("WorkingDir", ""),
        in.stringMap("Labels"),
        in.string("StopSignal", ""),
        in.optionalInt32("StopTimeout"),
        in.object("Healthcheck", Healthcheck::read),
        in.strings("OnBuild"),
        in.strings("Shell"),
        in.bool("ArgsEscaped", false));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    ObjectWriter out =
        new ObjectWriter()
            .string("User", user)
            .object("ExposedPorts", nonEmpty(exposedPorts), ExecutionDefaults::setToJson)
            .strings("Env", env)
            .strings("Entrypoint", entrypoint)
            .strings("Cmd", cmd)
            .object("Volumes", nonEmpty(volumes), ExecutionDefaults::setToJson)
            .string("WorkingDir", workingDir)
            .stringMap("Labels", labels)
            .string("StopSignal", stopSignal)
            .number("StopTimeout", stopTimeoutSeconds)
            .object("Healthcheck", healthcheck, Healthcheck::toJson)
            .strings("OnBuild", onBuild)
            .strings("Shell", shell)
            .bool("ArgsEscaped", argsEscaped);
    return out.toJson();
  }

  // Go writes a set as an object whose values are empty objects.
  private static List<String> set(ObjectReader in, String name) {
    return List.copyOf(in.map(name, member -> member).keySet());
  }

  private static Optional<List<String>> nonEmpty(List<String> set) {
    return set.isEmpty() ? Optional.empty() : Optional.of(set);
  }

  private static JsonValue setToJson(List<String> set) {
    JsonObject object = new JsonObject();
    set.forEach(key -> object.add(key, new JsonObject()));
    return object;
  }
}
