package dev.stevedore.docker.command.volume;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.Map;

/** A volume as a row of a list. */
public final class VolumeRow {
  /** The columns' names. */
  public static final Map<String, String> HEADERS =
      Map.of(
          "Driver", "DRIVER",
          "Name", "VOLUME NAME",
          "Scope", "SCOPE",
          "Mountpoint", "MOUNTPOINT",
          "Labels", "LABELS",
          "Links", "LINKS",
          "Size", "SIZE",
          "Availability", "AVAILABILITY",
          "Group", "GROUP",
          "Status", "STATUS");

  private VolumeRow() {}

  /**
   * Makes a row.
   *
   * @param volume one of the list that the API gives
   */
  public static Fields of(JsonObject volume) {
    JsonObject labels = JsonFields.object(volume, "Labels");
    return new Fields("*formatter.volumeContext")
        .with("Driver", () -> JsonFields.string(volume, "Driver"))
        .with("Name", () -> JsonFields.string(volume, "Name"))
        .with("Scope", () -> JsonFields.string(volume, "Scope"))
        .with("Mountpoint", () -> JsonFields.string(volume, "Mountpoint"))
        .with("Labels", () -> Listing.labels(labels))
        .with("Links", () -> usage(volume, "RefCount"))
        .with("Size", () -> usage(volume, "Size"))
        .with("Availability", () -> "N/A")
        .with("Group", () -> "N/A")
        .with("Status", () -> "N/A")
        .withLabels(name -> JsonFields.string(labels, name));
  }

  private static String usage(JsonObject volume, String field) {
    JsonObject usage = JsonFields.object(volume, "UsageData");
    if (usage.isEmpty()) {
      return "N/A";
    }
    long number = JsonFields.number(usage, field);
    return field.equals("Size") ? Sizes.decimalExact(number) : Long.toString(number);
  }
}
