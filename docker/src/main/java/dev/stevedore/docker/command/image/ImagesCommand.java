package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.Fields;
import java.util.ArrayList;
import java.util.List;

/** Lists images. */
public final class ImagesCommand implements Command {
  private static final String COLUMNS =
      "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";
  private static final String DIGEST_COLUMNS =
      "{{.Repository}}\t{{.Tag}}\t{{.Digest}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}";

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] [REPOSITORY[:TAG]]",
        "List images",
        Arity.atMost(1),
        FlagTable.builder()
            .bool("all", 'a', "Show intermediate images, too")
            .bool("digests", "Show digests")
            .of(FlagType.FILTER, "filter", 'f', "Show only those that match")
            .string("format", "table, json, or a template for each image")
            .bool("no-trunc", "Show whole ids")
            .bool("quiet", 'q', "Show only ids")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    Filters filters = Filters.of(flags.list("filter"));
    if (!call.arguments().isEmpty()) {
      filters.with("reference", call.argument(0));
    }
    Listing listing =
        Listing.orQuiet(
            call, flags.bool("digests") ? DIGEST_COLUMNS : COLUMNS, "{{.ID}}", ImageRow.HEADERS);
    String path =
        Query.of("/images/json")
            .withFlag("all", flags.bool("all"))
            .withIfSet("filters", filters.text())
            .target();
    boolean digests = flags.bool("digests") || listing.mentions(".Digest");
    List<Fields> rows = new ArrayList<>();
    for (JsonObject image : listing.ask(path)) {
      rows.addAll(
          ImageRow.of(
              call.session().machine(),
              image,
              !flags.bool("no-trunc"),
              digests,
              flags.bool("quiet")));
    }
    return listing.show(rows);
  }
}
