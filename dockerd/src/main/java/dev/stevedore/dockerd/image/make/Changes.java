package dev.stevedore.dockerd.image.make;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Dockerfile instructions that change an image's configuration: {@code commit --change}. */
public final class Changes {
  private Changes() {}

  /**
   * Applies them in order.
   *
   * @param config the API's {@code Config}, changed
   * @throws ApiException.BadParameter for another instruction, or one that makes no sense
   */
  public static void apply(List<String> instructions, ObjectNode config) {
    for (String instruction : instructions) {
      String text = instruction.strip();
      int space = text.indexOf(' ');
      String name = (space < 0 ? text : text.substring(0, space)).toUpperCase(Locale.ROOT);
      String rest = space < 0 ? "" : text.substring(space + 1).strip();
      if (rest.isEmpty()) {
        throw new ApiException.BadParameter(
            "dockerfile parse error: " + name + " requires at least one argument");
      }
      apply(name, rest, config);
    }
  }

  private static void apply(String name, String rest, ObjectNode config) {
    switch (name) {
      case "CMD" -> config.set("Cmd", command(rest, config));
      case "ENTRYPOINT" -> {
        config.set("Entrypoint", command(rest, config));
        config.putNull("Cmd");
      }
      case "ENV" -> env(rest, config);
      case "EXPOSE" ->
          Words.of(rest, variables(config))
              .forEach(
                  port ->
                      object(config, "ExposedPorts")
                          .putObject(port.contains("/") ? port : port + "/tcp"));
      case "HEALTHCHECK" -> config.set("Healthcheck", HealthInstruction.parse(rest));
      case "LABEL" -> labels(rest, config);
      case "ONBUILD" -> array(config, "OnBuild").add(rest);
      case "STOPSIGNAL" -> config.put("StopSignal", Words.one(rest, variables(config)));
      case "USER" -> config.put("User", Words.one(rest, variables(config)));
      case "VOLUME" ->
          strings(rest, config).forEach(volume -> object(config, "Volumes").putObject(volume));
      case "WORKDIR" -> workdir(rest, config);
      default -> throw new ApiException.BadParameter(name + " is not a valid change command");
    }
  }

  /** {@code ["a", "b"]} as it is, anything else for a shell. */
  private static ArrayNode command(String rest, ObjectNode factory) {
    if (parse(rest) instanceof ArrayNode words) {
      return words;
    }
    return factory.arrayNode().add("/bin/sh").add("-c").add(rest);
  }

  private static List<String> strings(String rest, ObjectNode config) {
    if (parse(rest) instanceof ArrayNode words) {
      return words.valueStream().map(JsonNode::asText).toList();
    }
    return Words.of(rest, variables(config));
  }

  private static JsonNode parse(String text) {
    try {
      return text.startsWith("[") ? Json.MAPPER.readTree(text) : Json.MAPPER.nullNode();
    } catch (JsonProcessingException e) {
      return Json.MAPPER.nullNode(); // as in Dockerfiles: then it is for the shell
    }
  }

  private static void env(String rest, ObjectNode config) {
    List<String> words = Words.of(rest, variables(config));
    if (!words.getFirst().contains("=")) {
      int space = rest.indexOf(' ');
      if (space < 0) {
        throw new ApiException.BadParameter("ENV must have two arguments");
      }
      String value = Words.one(rest.substring(space + 1).strip(), variables(config));
      set(config, rest.substring(0, space) + "=" + value);
      return;
    }
    for (String word : words) {
      if (!word.contains("=")) {
        throw new ApiException.BadParameter(
            "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      set(config, word);
    }
  }

  /** What instructions can refer to: the environment as it is so far. */
  private static Map<String, String> variables(ObjectNode config) {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode entry : config.path("Env")) {
      String text = entry.asText();
      int equals = text.indexOf('=');
      variables.put(
          equals < 0 ? text : text.substring(0, equals),
          equals < 0 ? "" : text.substring(equals + 1));
    }
    return variables;
  }

  private static void set(ObjectNode config, String entry) {
    String name = entry.substring(0, entry.indexOf('=') + 1);
    ArrayNode kept = config.arrayNode();
    if (config.get("Env") instanceof ArrayNode before) {
      for (JsonNode old : before) {
        if (!old.asText().startsWith(name)) {
          kept.add(old);
        }
      }
    }
    config.set("Env", kept.add(entry));
  }

  private static void labels(String rest, ObjectNode config) {
    for (String word : Words.of(rest, variables(config))) {
      int equals = word.indexOf('=');
      if (equals < 0) {
        throw new ApiException.BadParameter(
            "Syntax error - can't find = in \"" + word + "\". Must be of the form: name=value");
      }
      object(config, "Labels").put(word.substring(0, equals), word.substring(equals + 1));
    }
  }

  private static void workdir(String rest, ObjectNode config) {
    JsonNode before = config.path("WorkingDir");
    String base = before.asText("").isEmpty() ? "/" : before.asText();
    config.put(
        "WorkingDir",
        java.nio.file.Path.of(base)
            .resolve(Words.one(rest, variables(config)))
            .normalize()
            .toString());
  }

  private static ObjectNode object(ObjectNode config, String name) {
    return config.get(name) instanceof ObjectNode known ? known : config.putObject(name);
  }

  private static ArrayNode array(ObjectNode config, String name) {
    return config.get(name) instanceof ArrayNode known ? known : config.putArray(name);
  }
}
