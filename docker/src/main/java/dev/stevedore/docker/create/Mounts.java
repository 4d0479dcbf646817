package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.flags.BadValueException;
import dev.stevedore.docker.flags.GoValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code --mount type=bind,source=/a,target=/b,readonly}: the API's Mount object. */
final class Mounts {
  private static final Set<String> MAY_STAND_ALONE =
      Set.of("readonly", "ro", "volume-nocopy", "bind-nonrecursive", "bind-create-src");
  private static final String BIND = "BindOptions";
  private static final String VOLUME = "VolumeOptions";
  private static final String TMPFS = "TmpfsOptions";

  private Mounts() {}

  static void check(String value) {
    parse(value, "/");
  }

  /**
   * Reads one mount.
   *
   * @param directory what a relative source starts from
   * @throws BadValueException if it is none
   */
  static JsonObject parse(String value, String directory) {
    String text = value.trim();
    if (text.isEmpty()) {
      throw new BadValueException("value is empty");
    }
    JsonObject options = new JsonObject();
    JsonObject mount = new JsonObject().add("Type", "volume");
    for (String field : Csv.fields(text)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals);
      String given = equals < 0 ? "" : field.substring(equals + 1);
      checkSpace(key, given, field, equals >= 0);
      set(mount, options, key.toLowerCase(Locale.ROOT), given, field, directory);
    }
    return ordered(mount, options);
  }

  private static void checkSpace(String key, String value, String field, boolean hasValue) {
    if (!key.trim().equals(key)) {
      throw new BadValueException(
          "invalid option '"
              + key.trim()
              + "' in '"
              + field
              + "': option should not have whitespace");
    }
    if (!hasValue) {
      if (!MAY_STAND_ALONE.contains(key.toLowerCase(Locale.ROOT))) {
        throw new BadValueException("invalid field '" + field + "' must be a key=value pair");
      }
      return;
    }
    if (value.isBlank()) {
      throw new BadValueException("invalid value for '" + key + "': value is empty");
    }
    if (!value.trim().equals(value)) {
      throw new BadValueException(
          "invalid value for '" + key + "' in '" + field + "': value should not have whitespace");
    }
  }

  private static void set(
      JsonObject mount,
      JsonObject options,
      String key,
      String value,
      String field,
      String directory) {
    switch (key) {
      case "type" -> mount.set("Type", value.toLowerCase(Locale.ROOT));
      case "source", "src" -> mount.set("Source", Paths.absoluteIfDotted(value, directory));
      case "target", "dst", "destination" -> mount.set("Target", value);
      case "readonly", "ro" -> setTrue(mount, "ReadOnly", key, value);
      case "consistency" -> mount.set("Consistency", value.toLowerCase(Locale.ROOT));
      case "bind-propagation" ->
          options(options, BIND).set("Propagation", value.toLowerCase(Locale.ROOT));
      case "bind-nonrecursive" -> setTrue(options(options, BIND), "NonRecursive", key, value);
      case "bind-recursive" -> setRecursion(options(options, BIND), key, value);
      case "bind-create-src" -> setTrue(options(options, BIND), "CreateMountpoint", key, value);
      case "volume-subpath" -> options(options, VOLUME).set("Subpath", value);
      case "volume-nocopy" -> setTrue(options(options, VOLUME), "NoCopy", key, value);
      case "volume-label" -> put(options(options(options, VOLUME), "Labels"), value);
      case "volume-driver" -> options(options(options, VOLUME), "DriverConfig").set("Name", value);
      case "volume-opt" ->
          put(options(options(options(options, VOLUME), "DriverConfig"), "Options"), value);
      case "image-subpath" -> options(options, "ImageOptions").set("Subpath", value);
      case "tmpfs-size" -> options(options, TMPFS).set("SizeBytes", bytes(key, value));
      case "tmpfs-mode" -> options(options, TMPFS).set("Mode", octal(key, value));
      default -> throw new BadValueException("unknown option '" + key + "' in '" + field + "'");
    }
  }

  private static void setTrue(JsonObject object, String name, String key, String value) {
    boolean on;
    try {
      on = value.isEmpty() || GoValues.parseBool(value);
    } catch (BadValueException e) {
      throw new BadValueException("invalid value for '" + key + "': " + e.getMessage());
    }
    if (on) {
      object.set(name, true);
    } else {
      object.remove(name);
    }
  }

  private static void setRecursion(JsonObject bind, String key, String value) {
    switch (value) {
      case "enabled" -> {}
      case "disabled" -> bind.set("NonRecursive", true);
      case "writable" -> bind.set("ReadOnlyNonRecursive", true);
      case "readonly" -> bind.set("ReadOnlyForceRecursive", true);
      default ->
          throw new BadValueException(
              "invalid value for "
                  + key
                  + ": "
                  + value
                  + " (must be \"enabled\", \"disabled\", \"writable\", or \"readonly\")");
    }
  }

  private static long bytes(String key, String value) {
    try {
      return GoValues.parseBytes(value);
    } catch (BadValueException e) {
      throw new BadValueException("invalid value for " + key + ": " + value);
    }
  }

  private static int octal(String key, String value) {
    try {
      return Integer.parseInt(value, 8);
    } catch (NumberFormatException e) {
      throw new BadValueException("invalid value for " + key + ": " + value);
    }
  }

  private static JsonObject options(JsonObject parent, String name) {
    if (parent.get(name) == null) {
      parent.add(name, new JsonObject());
    }
    return JsonFields.object(parent, name);
  }

  private static void put(JsonObject map, String pair) {
    int equals = pair.indexOf('=');
    map.set(
        equals < 0 ? pair : pair.substring(0, equals),
        equals < 0 ? "" : pair.substring(equals + 1));
  }

  /** Options of another type than the mount's are a mistake. */
  private static JsonObject ordered(JsonObject mount, JsonObject options) {
    String type = mount.getString("Type", "");
    refuseMismatch(options, BIND, "bind", type);
    refuseMismatch(options, VOLUME, "volume", type);
    refuseMismatch(options, "ImageOptions", "image", type);
    refuseMismatch(options, TMPFS, "tmpfs", type);
    JsonObject ordered = new JsonObject();
    for (String name : List.of("Type", "Source", "Target", "ReadOnly", "Consistency")) {
      if (mount.get(name) != null) {
        ordered.add(name, mount.get(name));
      }
    }
    options.forEach(member -> ordered.add(member.getName(), member.getValue()));
    return ordered;
  }

  private static void refuseMismatch(JsonObject options, String name, String wanted, String type) {
    if (options.get(name) != null && !type.equals(wanted)) {
      throw new BadValueException(
          "cannot mix '" + wanted + "-*' options with mount type '" + type + "'");
    }
  }
}
