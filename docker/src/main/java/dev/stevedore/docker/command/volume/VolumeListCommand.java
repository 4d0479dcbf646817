package dev.stevedore.docker.command.volume;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.Map;

/** Lists volumes. */
public final class VolumeListCommand implements Command {
  private static final Map<String, String> HEADERS =
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

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "List volumes",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", 'f', "Show only those that match")
            .string("format", "table, json, or a template for each volume")
            .bool("quiet", 'q', "Show only names")
            .build());
  }

  @Override
  public int run(Call call) {
    Listing listing = Listing.orQuiet(call, "{{.Driver}}\t{{.Name}}", "{{.Name}}", HEADERS);
    String path = Query.of("/volumes").withIfSet("filters", listing.filters()).target();
    JsonObject answer = JsonFields.asObject(listing.answer(path));
    return listing.show(
        JsonFields.objects(JsonFields.array(answer, "Volumes")), VolumeListCommand::row);
  }

  private static Fields row(JsonObject volume) {
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
