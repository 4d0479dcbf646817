package dev.stevedore.dockerd.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.units.ByteSize;
import dev.stevedore.lib.oci.runtime.Rlimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads {@code daemon.json}: an object with one member per setting. */
final class ConfigFile {
  private ConfigFile() {}

  /**
   * Reads the file.
   *
   * @throws java.nio.file.NoSuchFileException if it is not there
   * @throws ConfigException if it is no JSON, has keys that are no settings, or a value of the
   *     wrong kind
   */
  static Map<Setting, Value> read(Path path) throws IOException, ConfigException {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(Files.readAllBytes(path));
    } catch (JsonProcessingException e) {
      throw new ConfigException(e.getOriginalMessage(), e);
    }
    if (root.isMissingNode()) {
      return Map.of(); // an empty file, /dev/null for example
    }
    if (!root.isObject()) {
      throw new ConfigException("the file is not a JSON object");
    }
    List<String> unknown = new ArrayList<>();
    Map<Setting, Value> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : root.properties()) {
      Optional<Setting> setting = Settings.byKey(member.getKey());
      if (setting.isPresent()) {
        values.put(setting.get(), value(setting.get(), member.getValue()));
      } else {
        unknown.add(member.getKey());
      }
    }
    if (!unknown.isEmpty()) {
      throw new ConfigException(
          "the following directives don't match any configuration option: "
              + String.join(", ", unknown));
    }
    return values;
  }

  private static Value value(Setting setting, JsonNode node) throws ConfigException {
    return switch (setting.kind()) {
      case BOOL -> {
        require(node.isBoolean(), setting.key(), "true or false", node);
        yield new Value.Bool(node.booleanValue());
      }
      case INT -> {
        require(
            node.isIntegralNumber() && node.canConvertToInt(), setting.key(), "an integer", node);
        yield new Value.Int(node.intValue());
      }
      case TEXT -> {
        require(node.isTextual(), setting.key(), "a string", node);
        yield new Value.Text(node.textValue());
      }
      case LIST -> new Value.Items(strings(setting.key(), node));
      case OPTIONS -> new Value.Options(options(setting.key(), node));
      case OPTIONS_BY_NAME -> new Value.OptionsByName(optionsByName(setting.key(), node));
      case SIZE -> new Value.Size(size(setting.key(), node));
      case ULIMITS -> new Value.Ulimits(ulimits(setting.key(), node));
      case POOLS -> new Value.Pools(pools(setting.key(), node));
      case RUNTIMES -> new Value.Runtimes(runtimes(setting.key(), node));
    };
  }

  private static List<String> strings(String key, JsonNode node) throws ConfigException {
    require(node.isArray(), key, "an array of strings", node);
    List<String> all = new ArrayList<>();
    for (JsonNode item : node) {
      require(item.isTextual(), key, "an array of strings", node);
      all.add(item.textValue());
    }
    return List.copyOf(all);
  }

  private static Map<String, String> options(String key, JsonNode node) throws ConfigException {
    require(node.isObject(), key, "an object of strings", node);
    Map<String, String> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      JsonNode value = member.getValue();
      require(value.isTextual(), key + "." + member.getKey(), "a string", value);
      all.put(member.getKey(), value.textValue());
    }
    return all;
  }

  private static Map<String, Map<String, String>> optionsByName(String key, JsonNode node)
      throws ConfigException {
    require(node.isObject(), key, "an object", node);
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      all.put(member.getKey(), options(key + "." + member.getKey(), member.getValue()));
    }
    return all;
  }

  private static List<Value.Pool> pools(String key, JsonNode node) throws ConfigException {
    require(node.isArray(), key, "an array", node);
    List<Value.Pool> all = new ArrayList<>();
    for (JsonNode pool : node) {
      JsonNode base = pool.path("base");
      JsonNode size = pool.path("size");
      require(base.isTextual() && size.isInt(), key, "an array of pools with base and size", node);
      all.add(new Value.Pool(base.textValue(), size.intValue()));
    }
    return List.copyOf(all);
  }

  private static long size(String key, JsonNode node) throws ConfigException {
    if (node.isIntegralNumber()) {
      return node.longValue();
    }
    require(node.isTextual(), key, "a size", node);
    try {
      return ByteSize.binary(node.textValue());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(key + ": " + e.getMessage(), e);
    }
  }

  /** By name, each with Name, Hard and Soft. */
  private static Map<String, Rlimit> ulimits(String key, JsonNode node) throws ConfigException {
    require(node.isObject(), key, "an object of ulimits", node);
    Map<String, Rlimit> all = new TreeMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      JsonNode limit = member.getValue();
      JsonNode name = limit.path("Name");
      JsonNode hard = limit.path("Hard");
      JsonNode soft = limit.path("Soft");
      String where = key + "." + member.getKey();
      require(
          name.isTextual() && hard.canConvertToLong() && soft.canConvertToLong(),
          where,
          "a ulimit with Name, Hard and Soft",
          limit);
      Rlimit checked = Ulimits.of(name.textValue(), hard.longValue(), soft.longValue());
      all.put(checked.type().specName(), checked);
    }
    return all;
  }

  private static Map<String, RuntimeConfig> runtimes(String key, JsonNode node)
      throws ConfigException {
    require(node.isObject(), key, "an object", node);
    Map<String, RuntimeConfig> all = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      String name = member.getKey();
      if (name.equals(RuntimeConfig.STOCK_NAME)) {
        throw new ConfigException("runtime name '" + name + "' is reserved");
      }
      all.put(name, runtime(key + "." + name, member.getValue()));
    }
    return all;
  }

  private static RuntimeConfig runtime(String where, JsonNode node) throws ConfigException {
    require(node.isObject(), where, "an object", node);
    Optional<String> path = Optional.empty();
    List<String> args = List.of();
    String shim = RuntimeConfig.OWN_SHIM;
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      JsonNode value = member.getValue();
      String at = where + "." + member.getKey();
      switch (member.getKey()) {
        case "path" -> {
          require(value.isTextual(), at, "a string", value);
          path = Optional.of(value.textValue());
        }
        case "runtimeArgs" -> args = strings(at, value);
        case "runtimeType" -> {
          require(value.isTextual(), at, "a string", value);
          shim = value.textValue();
        }
        default ->
            throw new ConfigException(
                "the following directives don't match any configuration option: " + at);
      }
    }
    if (path.isEmpty() && (!args.isEmpty() || shim.equals(RuntimeConfig.OWN_SHIM))) {
      throw new ConfigException(where + ": either a path or a runtimeType must be configured");
    }
    return new RuntimeConfig(path, args, shim);
  }

  private static void require(boolean condition, String key, String wanted, JsonNode found)
      throws ConfigException {
    if (!condition) {
      throw new ConfigException(key + ": " + found + " is not " + wanted);
    }
  }
}
