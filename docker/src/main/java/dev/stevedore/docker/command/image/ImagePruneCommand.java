package dev.stevedore.docker.command.image;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.command.PruneReport;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
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
    List<String> steps = new ArrayList<>();
    for (JsonObject step : JsonFields.objects(JsonFields.array(report, "ImagesDeleted"))) {
      String untagged = JsonFields.string(step, "Untagged");
      steps.add(
          untagged.isEmpty()
              ? "deleted: " + JsonFields.string(step, "Deleted")
              : "untagged: " + untagged);
    }
    PruneReport.deleted(call, "Images", steps);
    PruneReport.reclaimed(call, report);
    return 0;
  }
}
