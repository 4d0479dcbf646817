package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import dev.stevedore.docker.http.HttpConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what containers use, once or again and again until it is interrupted. */
public final class StatsCommand implements Command {
  private static final String COLUMNS =
      "{{.ID}}\t{{.Name}}\t{{.CPUPerc}}\t{{.MemUsage}}\t{{.MemPerc}}\t{{.NetIO}}\t{{.BlockIO}}\t{{.PIDs}}";

  /** Home, and everything below it erased. */
  private static final String CLEAR = "\033[H\033[J";

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] [CONTAINER...]",
        "Show what containers use",
        Arity.atLeast(0),
        FlagTable.builder()
            .bool("all", 'a', "Show containers that do not run, too")
            .string("format", "table, json, or a template for each container")
            .bool("no-stream", "Show it once")
            .bool("no-trunc", "Show whole ids")
            .build());
  }

  @Override
  public int run(Call call) {
    ListFormat format =
        new ListFormat(call.flags().string("format"), COLUMNS, Optional.empty(), StatsRow.HEADERS);
    boolean once = call.flags().bool("no-stream");
    boolean redraws = !once && call.session().machine().isTerminal(Machine.STDOUT);
    do {
      List<Fields> rows = sample(call);
      if (redraws) {
        call.out().print(CLEAR);
      }
      format.write(call.out(), rows);
      call.out().flush();
    } while (!once);
    return 0;
  }

  /** The daemon takes a second or two for each sample, so all are asked for at once. */
  private static List<Fields> sample(Call call) {
    List<String> names = call.arguments().isEmpty() ? running(call) : call.arguments();
    List<HttpConnection> calls = new ArrayList<>();
    for (String name : names) {
      calls.add(call.engine().begin("GET", path(name)));
    }
    List<Fields> rows = new ArrayList<>();
    for (int i = 0; i < calls.size(); i++) {
      JsonObject stats =
          JsonFields.asObject(call.engine().finish(calls.get(i), path(names.get(i))).json());
      rows.add(StatsRow.of(stats, !call.flags().bool("no-trunc")));
    }
    if (names.isEmpty() && !call.flags().bool("no-stream")) {
      throw new CliException("no containers run");
    }
    return rows;
  }

  private static String path(String name) {
    return Query.of(ApiPath.container(name, "/stats")).with("stream", "0").target();
  }

  private static List<String> running(Call call) {
    String path = Query.of("/containers/json").withFlag("all", call.flags().bool("all")).target();
    return JsonFields.objects(call.engine().get(path).json()).stream()
        .map(container -> JsonFields.string(container, "Id"))
        .toList();
  }
}
