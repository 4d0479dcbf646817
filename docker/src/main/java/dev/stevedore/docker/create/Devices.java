package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import java.util.List;

/** {@code --device /dev/fuse}, {@code --device /dev/sda:/dev/xvda:r}. */
final class Devices {
  private static final String ALL_PERMISSIONS = "rwm";

  private Devices() {}

  static JsonArray list(List<String> values) {
    JsonArray list = new JsonArray();
    for (String value : values) {
      list.add(parse(value));
    }
    return list;
  }

  private static JsonObject parse(String value) {
    String[] parts = value.split(":", -1);
    if (parts.length > 3 || parts[0].isEmpty()) {
      throw new CliException("bad format for path: " + value);
    }
    String permissions = ALL_PERMISSIONS;
    String target = parts[0];
    if (parts.length == 3) {
      permissions = parts[2];
      target = parts[1];
      if (!isMode(permissions)) {
        throw new CliException("bad mode specified: " + permissions);
      }
    } else if (parts.length == 2) {
      if (isMode(parts[1])) {
        permissions = parts[1];
      } else {
        target = parts[1];
      }
    }
    if (!target.startsWith("/")) {
      throw new CliException(target + " is not an absolute path");
    }
    return new JsonObject()
        .add("PathOnHost", parts[0])
        .add("PathInContainer", target)
        .add("CgroupPermissions", permissions);
  }

  private static boolean isMode(String text) {
    return !text.isEmpty()
        && text.length() <= ALL_PERMISSIONS.length()
        && text.chars().distinct().count() == text.length()
        && text.chars().allMatch(c -> ALL_PERMISSIONS.indexOf(c) >= 0);
  }
}
