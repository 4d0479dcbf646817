package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.List;

/** Removes images that nothing uses. */
public final class ImagePruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove images that nothing uses",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Also those with a name, if no container uses them")
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    if (!call.flags().bool("force")) {
      Confirmation.ask(
          call,
          all
              ? "WARNING! This will remove all images without at least one container associated to"
                  + " them."
              : "WARNING! This will remove all dangling images.");
    }
    Filters filters = Filters.of(call.flags().list("filter"));
    filters.with("dangling", Boolean.toString(!all));
    String path = Query.of("/images/prune").withIfSet("filters", filters.text()).target();
    JsonObject report = JsonFields.asObject(call.engine().post(path).json());
    List<JsonObject> deleted = JsonFields.objects(JsonFields.array(report, "ImagesDeleted"));
    if (!deleted.isEmpty()) {
      call.out().println("Deleted Images:");
      for (JsonObject step : deleted) {
        String untagged = JsonFields.string(step, "Untagged");
        call.out()
            .println(
                untagged.isEmpty()
                    ? "deleted: " + JsonFields.string(step, "Deleted")
                    : "untagged: " + untagged);
      }
      call.out().println("");
    }
    call.out()
        .println(
            "Total reclaimed space: "
                + Sizes.decimalExact(JsonFields.number(report, "SpaceReclaimed")));
    return 0;
  }
}
