package dev.stevedore.docker.command.volume;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.command.PruneReport;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.JsonFields;

/** Removes volumes that no container refers to: those without a name, or all. */
public final class VolumePruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove volumes that nobody named and no container uses",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Also those with a name")
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    Filters filters = Filters.of(call.flags().list("filter"));
    if (all) {
      if (filters.has("all")) {
        throw new CliException("conflicting options: cannot specify both --all and --filter all=1");
      }
      filters.with("all", "true");
    }
    if (!call.flags().bool("force")) {
      Confirmation.ask(
          call,
          "WARNING! This will remove "
              + (all ? "all" : "anonymous local")
              + " volumes not used by at least one container.");
    }
    String path = Query.of("/volumes/prune").withIfSet("filters", filters.text()).target();
    JsonObject report = JsonFields.asObject(call.engine().post(path).json());
    PruneReport.deleted(call, "Volumes", JsonFields.strings(report, "VolumesDeleted"));
    PruneReport.reclaimed(call, report);
    return 0;
  }
}
