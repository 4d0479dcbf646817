package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** Removes images. */
public final class RmiCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] IMAGE [IMAGE...]",
        "Remove images",
        Arity.atLeast(1),
        FlagTable.builder()
            .bool("force", 'f', "Remove it even if stopped containers use it")
            .bool("no-prune", "Keep parents without a name")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    List<String> errors = new ArrayList<>();
    boolean fatal = false;
    for (String name : call.arguments()) {
      String path =
          Query.of(ApiPath.image(name, ""))
              .withFlag("force", flags.bool("force"))
              .withFlag("noprune", flags.bool("no-prune"))
              .target();
      try {
        print(call, JsonFields.objects(call.engine().delete(path).json()));
      } catch (ApiException e) {
        fatal |= !e.isNotFound();
        errors.add(e.text());
      }
    }
    if (errors.isEmpty()) {
      return 0;
    }
    String text = String.join("\n", errors);
    if (flags.bool("force") && !fatal) {
      call.out().flush();
      call.err().println(text);
      return 0;
    }
    throw new CliException(text);
  }

  private static void print(Call call, List<JsonObject> removed) {
    for (JsonObject step : removed) {
      String deleted = JsonFields.string(step, "Deleted");
      call.out()
          .println(
              deleted.isEmpty()
                  ? "Untagged: " + JsonFields.string(step, "Untagged")
                  : "Deleted: " + deleted);
    }
  }
}
