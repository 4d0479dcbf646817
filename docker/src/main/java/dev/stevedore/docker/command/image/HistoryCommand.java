package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import dev.stevedore.docker.format.Times;
import java.util.Map;

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
    boolean human = call.flags().bool("human");
    boolean shortened = !call.flags().bool("no-trunc");
    String created = human ? "{{.CreatedSince}}" : "{{.CreatedAt}}";
    Listing listing =
        Listing.orQuiet(
            call,
            "{{.ID}}\t" + created + "\t{{.CreatedBy}}\t{{.Size}}\t{{.Comment}}",
            "{{.ID}}",
            HEADERS);
    return listing.show(
        listing.ask(ApiPath.image(call.argument(0), "/history")),
        step -> row(call.session().machine(), step, shortened, human));
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
