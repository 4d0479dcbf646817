package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
    ListFormat format = format(flags);
    long last = flags.number("last");
    if (flags.bool("latest") && last == -1) {
      last = 1;
    }
    boolean size = flags.bool("size") || format.mentions(".Size") || format.mentions("{{json .}}");
    String path =
        Query.of("/containers/json")
            .withFlag("all", flags.bool("all"))
            .withIfSet("filters", Filters.of(flags.list("filter")).text())
            .withIfSet("limit", last > 0 ? Long.toString(last) : "")
            .withFlag("size", size)
            .target();
    List<Fields> rows = new ArrayList<>();
    for (JsonObject container : JsonFields.objects(call.engine().get(path).json())) {
      rows.add(ContainerRow.of(call.session().machine(), container, !flags.bool("no-trunc")));
    }
    format.write(call.out(), rows);
    return 0;
  }

  private static ListFormat format(FlagValues flags) {
    String columns = flags.bool("size") ? COLUMNS + "\t{{.Size}}" : COLUMNS;
    Optional<String> quiet = flags.bool("quiet") ? Optional.of("{{.ID}}") : Optional.empty();
    return new ListFormat(flags.string("format"), columns, quiet, ContainerRow.HEADERS);
  }
}
