package dev.stevedore.dockerd.image.make;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.lib.daemon.GoDuration;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * The instruction {@code HEALTHCHECK}.
 *
 * <pre>
 *   NONE
 *   --interval=D --timeout=D --start-period=D --start-interval=D --retries=N CMD command
 * </pre>
 */
final class HealthInstruction {
  private static final Map<String, String> DURATIONS =
      Map.of(
          "interval", "Interval",
          "timeout", "Timeout",
          "start-period", "StartPeriod",
          "start-interval", "StartInterval");

  private HealthInstruction() {}

  /**
   * Reads what follows the instruction's name.
   *
   * @return the API's {@code HealthConfig}
   * @throws ApiException.BadParameter if it makes no sense; Docker's texts
   */
  static ObjectNode parse(String arguments) {
    ObjectNode flags = JsonNodeFactory.instance.objectNode();
    String rest = arguments;
    while (rest.startsWith("--")) {
      String word = rest.split("\\s", 2)[0];
      flag(word, flags);
      rest = rest.substring(word.length()).strip();
    }
    String type = rest.split("\\s", 2)[0];
    String command = rest.substring(type.length()).strip();
    ObjectNode health = JsonNodeFactory.instance.objectNode();
    switch (type.toUpperCase(Locale.ROOT)) {
      case "NONE" -> {
        if (!command.isEmpty()) {
          throw new ApiException.BadParameter("HEALTHCHECK NONE takes no arguments");
        }
        health.putArray("Test").add("NONE");
      }
      case "CMD" -> {
        if (command.isEmpty()) {
          throw new ApiException.BadParameter("Missing command after HEALTHCHECK CMD");
        }
        health.set("Test", test(command));
        health.setAll(flags);
      }
      default ->
          throw new ApiException.BadParameter(
              "Unknown type \"" + type + "\" in HEALTHCHECK (try CMD)");
    }
    return health;
  }

  private static void flag(String word, ObjectNode flags) {
    int equals = word.indexOf('=');
    String name = word.substring(2, equals < 0 ? word.length() : equals);
    String value = equals < 0 ? "" : word.substring(equals + 1);
    String field = DURATIONS.get(name);
    if (field != null) {
      flags.put(field, duration(name, value).toNanos());
    } else if (name.equals("retries") && value.matches("[0-9]{1,9}")) {
      flags.put("Retries", Integer.parseInt(value));
    } else {
      throw new ApiException.BadParameter("Unknown flag or value: " + word);
    }
  }

  private static Duration duration(String name, String value) {
    Duration duration =
        GoDuration.parse(value)
            .orElseThrow(
                () -> new ApiException.BadParameter("time: invalid duration \"" + value + "\""));
    if (!duration.isZero() && duration.toNanos() < 1_000_000) {
      throw new ApiException.BadParameter("Interval \"" + name + "\" cannot be less than 1ms");
    }
    return duration;
  }

  private static ArrayNode test(String command) {
    ArrayNode test = JsonNodeFactory.instance.arrayNode();
    if (command.startsWith("[")) {
      try {
        JsonNode words = Json.MAPPER.readTree(command);
        if (words instanceof ArrayNode array) {
          return test.add("CMD").addAll(array);
        }
      } catch (JsonProcessingException e) {
        return test.add("CMD-SHELL").add(command); // as in Dockerfiles: then it is for the shell
      }
    }
    return test.add("CMD-SHELL").add(command);
  }
}
