package dev.stevedore.docker.command.container;

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

/** Removes all containers that do not run. */
public final class ContainerPruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove all containers that do not run",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .build());
  }

  @Override
  public int run(Call call) {
    if (!call.flags().bool("force")) {
      Confirmation.ask(call, "WARNING! This will remove all stopped containers.");
    }
    String path =
        Query.of("/containers/prune")
            .withIfSet("filters", Filters.of(call.flags().list("filter")).text())
            .target();
    JsonObject report = JsonFields.asObject(call.engine().post(path).json());
    PruneReport.deleted(call, "Containers", JsonFields.strings(report, "ContainersDeleted"));
    PruneReport.reclaimed(call, report);
    return 0;
  }
}
