package dev.stevedore.docker.create;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.flags.BadValueException;
import java.util.List;

/** {@code --gpus all}, {@code --gpus 2}, {@code --gpus device=1,capabilities=utility}. */
final class Gpus {
  private Gpus() {}

  static void check(String value) {
    parse(value);
  }

  /** The API's DeviceRequest; whether there are any GPUs is the daemon's to say. */
  static JsonObject parse(String value) {
    String driver = "";
    int count = 0;
    boolean counted = false;
    JsonArray devices = new JsonArray();
    JsonArray capabilities = new JsonArray();
    JsonObject options = new JsonObject();
    for (String field : Csv.fields(value)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? "count" : field.substring(0, equals);
      String given = field.substring(equals + 1);
      switch (key) {
        case "driver" -> driver = given;
        case "count" -> {
          count = count(given, field);
          counted = true;
        }
        case "device" -> List.of(given.split(",")).forEach(devices::add);
        case "capabilities" -> List.of(given.split(",")).forEach(capabilities::add);
        case "options" -> {
          for (String option : Csv.fields(given)) {
            int at = option.indexOf('=');
            options.set(
                at < 0 ? option : option.substring(0, at), at < 0 ? "" : option.substring(at + 1));
          }
        }
        default -> throw new BadValueException("unexpected key '" + key + "' in '" + field + "'");
      }
    }
    if (!counted && devices.isEmpty()) {
      count = 1;
    }
    return new JsonObject()
        .add("Driver", driver)
        .add("Count", count)
        .add("DeviceIDs", devices.isEmpty() ? Json.NULL : devices)
        .add("Capabilities", new JsonArray().add(capabilities.add("gpu")))
        .add("Options", options);
  }

  private static int count(String text, String field) {
    if (text.equals("all")) {
      return -1;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new BadValueException(
          "invalid count ("
              + field
              + "): value must be either \"all\" or an integer: invalid"
              + " syntax");
    }
  }
}
