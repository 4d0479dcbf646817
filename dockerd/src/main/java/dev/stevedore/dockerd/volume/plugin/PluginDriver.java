package dev.stevedore.dockerd.volume.plugin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A plugin that keeps volumes. Each method is one call; limits are Docker's, but for looking. */
public final class PluginDriver {
  static final String KIND = "VolumeDriver";
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofMinutes(1);

  /** For those who only look at a list. */
  private static final Duration LOOK = Duration.ofSeconds(3);

  private final PluginClient client;
  private final String scope;

  private PluginDriver(PluginClient client, String scope) {
    this.client = client;
    this.scope = scope;
  }

  /**
   * A volume as its plugin tells of it.
   *
   * @param mountpoint where it is mounted; empty if it is not
   * @param created as the plugin writes it; empty if it does not
   * @param status whatever the plugin tells; null if nothing
   */
  public record Told(String name, String mountpoint, String created, JsonNode status) {
    private static Told of(JsonNode volume) {
      return new Told(
          volume.path("Name").asText(),
          volume.path("Mountpoint").asText(),
          volume.path("CreatedAt").asText(),
          volume.path("Status"));
    }
  }

  /**
   * Says hello.
   *
   * @throws IOException if it is no driver of volumes, or does not answer
   */
  static PluginDriver activate(String name, PluginAddress address) throws IOException {
    PluginClient client = new PluginClient(address);
    JsonNode manifest =
        client.call("Plugin.Activate", JsonNodeFactory.instance.objectNode(), SHORT);
    for (JsonNode kind : manifest.path("Implements")) {
      if (kind.asText().equals(KIND)) {
        return new PluginDriver(client, scope(client));
      }
    }
    throw new IOException(
        "plugin does not implement the requested interface: plugin=\""
            + name
            + "\", requested implementation=\""
            + KIND
            + "\"");
  }

  private static ObjectNode named(String name) {
    return JsonNodeFactory.instance.objectNode().put("Name", name);
  }

  private JsonNode call(String method, JsonNode arguments, Duration limit) throws IOException {
    return client.call(KIND + "." + method, arguments, limit);
  }

  /** Makes a volume. */
  public void create(String name, Map<String, String> options) throws IOException {
    ObjectNode arguments = named(name);
    ObjectNode opts = arguments.putObject("Opts");
    options.forEach(opts::put);
    call("Create", arguments, LONG);
  }

  /** Removes a volume. */
  public void remove(String name) throws IOException {
    call("Remove", named(name), SHORT);
  }

  /**
   * Mounts a volume.
   *
   * @param user for whom; the plugin counts them
   * @return where
   */
  public String mount(String name, String user) throws IOException {
    return call("Mount", named(name).put("ID", user), LONG).path("Mountpoint").asText();
  }

  /** Takes a mount back. */
  public void unmount(String name, String user) throws IOException {
    call("Unmount", named(name).put("ID", user), SHORT);
  }

  /** Where a volume is mounted; empty if it is not. */
  public String path(String name) throws IOException {
    return call("Path", named(name), SHORT).path("Mountpoint").asText();
  }

  /** Looks for a volume; empty if the plugin says that it has none of that name. */
  public Optional<Told> get(String name) throws IOException {
    try {
      JsonNode volume = call("Get", named(name), LOOK).path("Volume");
      return volume.isObject() ? Optional.of(Told.of(volume)) : Optional.empty();
    } catch (PluginError e) {
      return Optional.empty();
    }
  }

  /** All volumes that the plugin has. */
  public List<Told> list() throws IOException {
    List<Told> all = new ArrayList<>();
    call("List", JsonNodeFactory.instance.objectNode(), LOOK)
        .path("Volumes")
        .forEach(volume -> all.add(Told.of(volume)));
    return all;
  }

  /** Whether its volumes are seen from other hosts, too: local or global. */
  public String scope() {
    return scope;
  }

  private static String scope(PluginClient client) {
    try {
      JsonNode answer =
          client.call(KIND + ".Capabilities", JsonNodeFactory.instance.objectNode(), LOOK);
      String told = answer.path("Capabilities").path("Scope").asText();
      return told.equalsIgnoreCase("global") ? "global" : "local";
    } catch (IOException e) {
      return "local"; // the call is not one that a plugin must have
    }
  }
}
