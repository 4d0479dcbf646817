package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import dev.stevedore.docker.format.Times;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Shows the steps that made an image. */
public final class HistoryCommand implements Command {
  private static final int STEP_WIDTH = 45;
  private static final Map<String, String> HEADERS =
      Map.of(
          "ID", "IMAGE",
          "CreatedSince", "CREATED",
          "CreatedAt", "CREATED AT",
          "CreatedBy", "CREATED BY",
          "Size", "SIZE",
          "Comment", "COMMENT");

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] IMAGE",
        "Show the steps that made an image",
        Arity.exactly(1),
        FlagTable.builder()
            .string("format", "table, json, or a template for each step")
            .of(FlagType.BOOL, "human", 'H', "true", "Show sizes and dates for people")
            .bool("no-trunc", "Show whole ids and steps")
            .bool("quiet", 'q', "Show only ids")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    boolean human = flags.bool("human");
    String created = human ? "{{.CreatedSince}}" : "{{.CreatedAt}}";
    ListFormat format =
        new ListFormat(
            flags.string("format"),
            "{{.ID}}\t" + created + "\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}",
            flags.bool("quiet") ? Optional.of("{{.ID}}") : Optional.empty(),
            HEADERS);
    List<Fields> rows = new ArrayList<>();
    String path = ApiPath.image(call.argument(0), "/history");
    for (JsonObject step : JsonFields.objects(call.engine().get(path).json())) {
      rows.add(row(call.session().machine(), step, !flags.bool("no-trunc"), human));
    }
    format.write(call.out(), rows);
    return 0;
  }

  private static Fields row(Machine machine, JsonObject step, boolean shortened, boolean human) {
    String id = JsonFields.string(step, "Id");
    long created = JsonFields.number(step, "Created");
    long size = JsonFields.number(step, "Size");
    String by = JsonFields.string(step, "CreatedBy").replace('\t', ' ');
    return new Fields("*image.historyContext")
        .with("ID", () -> shortened ? Texts.shortId(id) : id)
        .with("CreatedSince", () -> ImageRow.since(machine, created))
        .with("CreatedAt", () -> Times.localRfc3339(machine, created))
        .with("CreatedBy", () -> shortened ? Texts.ellipsis(by, STEP_WIDTH) : by)
        .with("Size", () -> human ? Sizes.decimal(size) : Long.toString(size))
        .with("Comment", () -> JsonFields.string(step, "Comment"));
  }
}
