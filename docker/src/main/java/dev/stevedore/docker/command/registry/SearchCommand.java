package dev.stevedore.docker.command.registry;

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
import dev.stevedore.docker.format.Texts;
import java.util.Map;

/** Searches Docker Hub, if the daemon does. */
public final class SearchCommand implements Command {
  private static final int DESCRIPTION_WIDTH = 45;
  private static final Map<String, String> HEADERS =
      Map.of(
          "Name", "NAME",
          "Description", "DESCRIPTION",
          "StarCount", "STARS",
          "IsOfficial", "OFFICIAL");

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] TERM",
        "Search Docker Hub for images",
        Arity.exactly(1),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", 'f', "Show only those that match")
            .string("format", "table, json, or a template for each image")
            .of(FlagType.INT, "limit", '\0', "0", "Most images to show")
            .bool("no-trunc", "Show whole descriptions")
            .build());
  }

  @Override
  public int run(Call call) {
    Listing listing =
        Listing.of(call, "{{.Name}}\t{{.Description}}\t{{.StarCount}}\t{{.IsOfficial}}", HEADERS);
    String limit = call.flags().string("limit");
    boolean shortened = !call.flags().bool("no-trunc");
    String path =
        Query.of("/images/search")
            .with("term", call.argument(0))
            .withIfSet("limit", limit.equals("0") ? "" : limit)
            .withIfSet("filters", listing.filters())
            .target();
    return listing.show(listing.ask(path), found -> row(found, shortened));
  }

  private static Fields row(JsonObject found, boolean shortened) {
    String description = JsonFields.string(found, "description").replace('\n', ' ');
    return new Fields("*search.searchContext")
        .with("Name", () -> JsonFields.string(found, "name"))
        .with(
            "Description",
            () -> shortened ? Texts.ellipsis(description, DESCRIPTION_WIDTH) : description)
        .with("StarCount", () -> Long.toString(JsonFields.number(found, "star_count")))
        .with("IsOfficial", () -> JsonFields.bool(found, "is_official") ? "[OK]" : "");
  }
}
