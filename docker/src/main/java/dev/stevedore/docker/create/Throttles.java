package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.flags.BadValueException;
import dev.stevedore.docker.flags.GoValues;
import java.util.List;
import java.util.function.ToLongFunction;

/** Limits on single block devices: {@code /dev/sda:1mb}. */
final class Throttles {
  private Throttles() {}

  static void checkWeight(String value) {
    weights(List.of(value));
  }

  static void checkBytes(String value) {
    bytes(List.of(value));
  }

  static void checkCount(String value) {
    counts(List.of(value));
  }

  static JsonArray weights(List<String> values) {
    return list(values, "Weight", Throttles::weight);
  }

  static JsonArray bytes(List<String> values) {
    return list(values, "Rate", Throttles::byteRate);
  }

  static JsonArray counts(List<String> values) {
    return list(values, "Rate", Throttles::countRate);
  }

  private static JsonArray list(List<String> values, String name, ToLongFunction<String> read) {
    JsonArray list = new JsonArray();
    for (String value : values) {
      int colon = value.indexOf(':');
      if (colon <= 0) {
        throw new BadValueException("bad format: " + value);
      }
      if (!value.startsWith("/dev/")) {
        throw new BadValueException("bad format for device path: " + value);
      }
      list.add(
          new JsonObject()
              .add("Path", value.substring(0, colon))
              .add(name, read.applyAsLong(value)));
    }
    return list;
  }

  private static long weight(String value) {
    try {
      long weight = GoValues.parseUint16(after(value));
      if (weight == 0 || (weight >= 10 && weight <= 1000)) {
        return weight;
      }
    } catch (BadValueException e) {
      throw new BadValueException("invalid weight for device: " + value);
    }
    throw new BadValueException("invalid weight for device: " + value);
  }

  private static long byteRate(String value) {
    try {
      return GoValues.parseBytes(after(value));
    } catch (BadValueException e) {
      throw new BadValueException(
          "invalid rate for device: "
              + value
              + ". The correct format is <device-path>:<number>[<unit>]. Number must be a positive"
              + " integer. Unit is optional and can be kb, mb, or gb");
    }
  }

  private static long countRate(String value) {
    try {
      return GoValues.parseUint(after(value));
    } catch (BadValueException e) {
      throw new BadValueException(
          "invalid rate for device: "
              + value
              + ". The correct format is <device-path>:<number>. Number must be a positive integer");
    }
  }

  private static String after(String value) {
    return value.substring(value.indexOf(':') + 1);
  }
}
