package dev.stevedore.docker.command.container;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import dev.stevedore.docker.format.Times;
import dev.stevedore.lib.oci.text.HumanDuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A container as a row of {@code ps}. */
public final class ContainerRow {
  /** The columns' names. */
  public static final Map<String, String> HEADERS =
      Map.ofEntries(
          Map.entry("ID", "CONTAINER ID"),
          Map.entry("Names", "NAMES"),
          Map.entry("Image", "IMAGE"),
          Map.entry("Command", "COMMAND"),
          Map.entry("CreatedAt", "CREATED AT"),
          Map.entry("RunningFor", "CREATED"),
          Map.entry("Ports", "PORTS"),
          Map.entry("State", "STATE"),
          Map.entry("Status", "STATUS"),
          Map.entry("Size", "SIZE"),
          Map.entry("Labels", "LABELS"),
          Map.entry("Mounts", "MOUNTS"),
          Map.entry("LocalVolumes", "LOCAL VOLUMES"),
          Map.entry("Networks", "NETWORKS"),
          Map.entry("Platform", "PLATFORM"));

  private static final int COMMAND_WIDTH = 20;
  private static final int MOUNT_WIDTH = 15;

  private final JsonObject container;
  private final boolean shortened;

  private ContainerRow(JsonObject container, boolean shortened) {
    this.container = container;
    this.shortened = shortened;
  }

  /**
   * Makes a row.
   *
   * @param container one of the list that the API gives
   * @param shortened whether ids and commands are cut
   */
  public static Fields of(Machine machine, JsonObject container, boolean shortened) {
    ContainerRow row = new ContainerRow(container, shortened);
    JsonObject labels = JsonFields.object(container, "Labels");
    long created = JsonFields.number(container, "Created");
    return new Fields("*formatter.ContainerContext")
        .with("ID", row::id)
        .with("Names", row::names)
        .with("Image", row::image)
        .with("Command", row::command)
        .with("CreatedAt", () -> Times.local(machine, created))
        .with("RunningFor", () -> HumanDuration.of(machine.now() / 1000 - created) + " ago")
        .with("Ports", () -> PortList.of(JsonFields.array(container, "Ports")))
        .with("State", () -> JsonFields.string(container, "State"))
        .with("Status", () -> JsonFields.string(container, "Status"))
        .with("Size", row::size)
        .with("Labels", () -> Listing.labels(labels))
        .with("Mounts", row::mounts)
        .with("LocalVolumes", row::localVolumes)
        .with("Networks", row::networks)
        .withJson("Platform", () -> Json.NULL)
        .withLabels(name -> JsonFields.string(labels, name));
  }

  private String id() {
    String id = JsonFields.string(container, "Id");
    return shortened ? Texts.shortId(id) : id;
  }

  /** The first name that is not a link's; all of them if nothing is cut. */
  private String names() {
    List<String> names = new ArrayList<>();
    for (String name : JsonFields.strings(container, "Names")) {
      String bare = name.startsWith("/") ? name.substring(1) : name;
      if (!shortened) {
        names.add(bare);
      } else if (bare.indexOf('/') < 0) {
        return bare;
      }
    }
    return String.join(",", names);
  }

  private String image() {
    String image = JsonFields.string(container, "Image");
    if (image.isEmpty()) {
      return "<no image>";
    }
    if (!shortened) {
      return image;
    }
    String id = Texts.shortId(JsonFields.string(container, "ImageID"));
    if (!id.isEmpty() && id.equals(Texts.shortId(image))) {
      return id;
    }
    int digest = image.indexOf('@');
    return digest < 0 ? image : image.substring(0, digest);
  }

  private String command() {
    String command = JsonFields.string(container, "Command");
    return Texts.quote(shortened ? Texts.ellipsis(command, COMMAND_WIDTH) : command);
  }

  private String size() {
    String own = Sizes.decimal(JsonFields.number(container, "SizeRw"));
    long root = JsonFields.number(container, "SizeRootFs");
    return root > 0 ? own + " (virtual " + Sizes.decimal(root) + ")" : own;
  }

  private String mounts() {
    List<String> mounts = new ArrayList<>();
    for (JsonObject mount : JsonFields.objects(JsonFields.array(container, "Mounts"))) {
      String name = JsonFields.string(mount, "Name");
      String shown = name.isEmpty() ? JsonFields.string(mount, "Source") : name;
      mounts.add(shortened ? Texts.ellipsis(shown, MOUNT_WIDTH) : shown);
    }
    return String.join(",", mounts);
  }

  private String localVolumes() {
    long local =
        JsonFields.objects(JsonFields.array(container, "Mounts")).stream()
            .filter(mount -> JsonFields.string(mount, "Driver").equals("local"))
            .count();
    return Long.toString(local);
  }

  private String networks() {
    JsonObject settings = JsonFields.object(container, "NetworkSettings");
    return String.join(",", JsonFields.object(settings, "Networks").names());
  }
}
