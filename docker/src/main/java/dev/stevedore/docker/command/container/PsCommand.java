package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;

/** Lists containers. */
public final class PsCommand implements Command {
  private static final String COLUMNS =
      "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.RunningFor}}\t{{.Status}}\t{{.Ports}}\t{{.Names}}";

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "List containers",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Show those that do not run, too")
            .of(FlagType.FILTER, "filter", 'f', "Show only those that match")
            .string("format", "table, json, or a template for each container")
            .of(FlagType.INT, "last", 'n', "-1", "Show the last so many created")
            .bool("latest", 'l', "Show the last one created")
            .bool("no-trunc", "Show whole ids and commands")
            .bool("quiet", 'q', "Show only ids")
            .bool("size", 's', "Show sizes")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    boolean shortened = !flags.bool("no-trunc");
    Listing listing =
        Listing.orQuiet(
            call,
            flags.bool("size") ? COLUMNS + "\t{{.Size}}" : COLUMNS,
            "{{.ID}}",
            ContainerRow.HEADERS);
    long last = flags.number("last");
    if (flags.bool("latest") && last == -1) {
      last = 1;
    }
    boolean size =
        flags.bool("size") || listing.mentions(".Size") || listing.mentions("{{json .}}");
    String path =
        Query.of("/containers/json")
            .withFlag("all", flags.bool("all"))
            .withIfSet("filters", listing.filters())
            .withIfSet("limit", last > 0 ? Long.toString(last) : "")
            .withFlag("size", size)
            .target();
    return listing.show(
        listing.ask(path),
        container -> ContainerRow.of(call.session().machine(), container, shortened));
  }
}
