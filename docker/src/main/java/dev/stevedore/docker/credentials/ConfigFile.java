package dev.stevedore.docker.credentials;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import com.eclipsesource.json.ParseException;
import com.eclipsesource.json.WriterConfig;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.format.JsonFields;
import java.nio.charset.StandardCharsets;

/**
 * {@code config.json} in {@code $DOCKER_CONFIG} or {@code ~/.docker}; what is in it besides
 * credentials is kept as it is.
 */
public final class ConfigFile {
  private final Machine machine;
  private final String path;
  private final JsonObject json;

  private ConfigFile(Machine machine, String path, JsonObject json) {
    this.machine = machine;
    this.path = path;
    this.json = json;
  }

  /** Reads it; an empty one if there is none. */
  public static ConfigFile read(Machine machine) {
    String directory =
        machine
            .variable("DOCKER_CONFIG")
            .filter(text -> !text.isEmpty())
            .orElseGet(() -> machine.variable("HOME").orElse("") + "/.docker");
    String path = directory + "/config.json";
    if (!machine.fileExists(path)) {
      return new ConfigFile(machine, path, new JsonObject());
    }
    String text = new String(machine.readFile(path), StandardCharsets.UTF_8);
    try {
      JsonValue value = text.trim().isEmpty() ? new JsonObject() : Json.parse(text);
      return new ConfigFile(machine, path, JsonFields.asObject(value));
    } catch (ParseException e) {
      throw new CliException("Error loading config file: " + path + ": " + e.getMessage(), 1, e);
    }
  }

  /** Where it is. */
  public String path() {
    return path;
  }

  /** The member {@code auths}; empty if there is none. */
  JsonObject auths() {
    return JsonFields.object(json, "auths");
  }

  /** The helper program for a registry, without its prefix; "" for none. */
  String helper(String server) {
    String own = JsonFields.string(JsonFields.object(json, "credHelpers"), server);
    return own.isEmpty() ? JsonFields.string(json, "credsStore") : own;
  }

  /** Replaces {@code auths} and writes the file, readable by its owner only. */
  void replaceAuths(JsonObject auths) {
    json.set("auths", auths);
    String text = json.toString(WriterConfig.PRETTY_PRINT);
    machine.replaceSecretFile(path, text.getBytes(StandardCharsets.UTF_8));
  }
}
