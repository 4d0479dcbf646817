package dev.stevedore.docker.command.container;

import com.eclipsesource.json.Json;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.format.JsonFields;

/** Shows what a container has changed in its file system. */
public final class DiffCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "CONTAINER", "Show what a container has changed in its files", Arity.exactly(1));
  }

  @Override
  public int run(Call call) {
    String text = call.engine().get(ApiPath.container(call.argument(0), "/changes")).text();
    for (var change : JsonFields.objects(Json.parse(text))) {
      String kind =
          switch ((int) JsonFields.number(change, "Kind")) {
            case 0 -> "C";
            case 1 -> "A";
            default -> "D";
          };
      call.out().println(kind + " " + JsonFields.string(change, "Path"));
    }
    return 0;
  }
}
