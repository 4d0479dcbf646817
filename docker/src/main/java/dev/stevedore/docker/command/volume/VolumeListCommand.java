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
import dev.stevedore.docker.format.JsonFields;

/** Lists volumes. */
public final class VolumeListCommand implements Command {
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
    Listing listing =
        Listing.orQuiet(call, "{{.Driver}}\t{{.Name}}", "{{.Name}}", VolumeRow.HEADERS);
    String path = Query.of("/volumes").withIfSet("filters", listing.filters()).target();
    JsonObject answer = JsonFields.asObject(listing.answer(path));
    return listing.show(JsonFields.objects(JsonFields.array(answer, "Volumes")), VolumeRow::of);
  }
}
