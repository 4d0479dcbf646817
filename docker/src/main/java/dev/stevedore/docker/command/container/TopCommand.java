package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.TabWriter;
import java.util.List;

/** Shows the processes of a container. */
public final class TopCommand implements Command {
  private static final int LEAST_WIDTH = 20;
  private static final int PADDING = 3;

  @Override
  public CommandSpec spec() {
    return CommandSpec.wrapping(
        "CONTAINER [ps OPTIONS]",
        "Show the processes of a container",
        Arity.atLeast(1),
        FlagTable.none());
  }

  @Override
  public int run(Call call) {
    List<String> arguments = call.arguments();
    String path =
        Query.of(ApiPath.container(call.argument(0), "/top"))
            .withIfSet("ps_args", String.join(" ", arguments.subList(1, arguments.size())))
            .target();
    JsonObject top = JsonFields.asObject(call.engine().get(path).json());
    StringBuilder table = new StringBuilder();
    table.append(String.join("\t", JsonFields.strings(top, "Titles"))).append('\n');
    for (JsonValue process : JsonFields.array(top, "Processes")) {
      table.append(String.join("\t", strings(process.asArray()))).append('\n');
    }
    call.out().print(new TabWriter(LEAST_WIDTH, PADDING).align(table.toString()));
    return 0;
  }

  private static List<String> strings(JsonArray array) {
    return array.values().stream().map(JsonValue::asString).toList();
  }
}
