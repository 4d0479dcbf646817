package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Confirmation;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import java.util.ArrayList;
import java.util.List;

/** Removes everything that nothing uses: containers, networks, images, build cache, volumes. */
public final class SystemPruneCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Remove what nothing uses",
        Arity.none(),
        FlagTable.builder()
            .bool("all", 'a', "Also images with a name, if no container uses them")
            .of(FlagType.FILTER, "filter", "Remove only those that match")
            .bool("force", 'f', "Do not ask")
            .bool("volumes", "Also volumes that nobody named")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean all = call.flags().bool("all");
    boolean volumes = call.flags().bool("volumes");
    Filters filters = Filters.of(call.flags().list("filter"));
    if (volumes && filters.has("until")) {
      throw new CliException("ERROR: The \"until\" filter is not supported with \"--volumes\"");
    }
    if (!call.flags().bool("force")) {
      Confirmation.ask(call, warning(all, volumes, filters));
    }
    List<Pruned> steps = new ArrayList<>();
    step(call, steps, Pruning.containers(call, filters));
    step(call, steps, Pruning.networks(call, filters));
    if (volumes) {
      step(call, steps, Pruning.volumes(call, filters));
    }
    step(call, steps, Pruning.images(call, filters, all));
    step(call, steps, Pruning.buildCache(call, filters, all, 0));
    long bytes = 0;
    for (Pruned step : steps) {
      bytes += step.bytes();
    }
    Pruned.sayTotal(call, bytes);
    return 0;
  }

  private static void step(Call call, List<Pruned> steps, Pruned step) {
    step.say(call);
    steps.add(step);
  }

  private static String warning(boolean all, boolean volumes, Filters filters) {
    List<String> lines = new ArrayList<>();
    lines.add("all stopped containers");
    lines.add("all networks not used by at least one container");
    if (volumes) {
      lines.add("all anonymous volumes not used by at least one container");
    }
    lines.add(
        all
            ? "all images without at least one container associated to them"
            : "all dangling images");
    lines.add(all ? "all build cache" : "unused build cache");
    StringBuilder text = new StringBuilder("WARNING! This will remove:\n");
    lines.forEach(line -> text.append("  - ").append(line).append('\n'));
    List<String> shown = new ArrayList<>();
    for (String name : List.of("label", "label!", "until")) {
      filters.values(name).forEach(value -> shown.add(name + "=" + value));
    }
    if (!shown.isEmpty()) {
      shown.sort(null);
      text.append("\n  Items to be pruned will be filtered with:\n");
      shown.forEach(line -> text.append("  - ").append(line).append('\n'));
    }
    return text.toString();
  }
}
