package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Each;
import dev.stevedore.docker.create.ContainerFlags;
import dev.stevedore.docker.create.Resources;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** Changes the limits of containers. */
public final class UpdateCommand implements Command {
  private static final FlagTable FLAGS = ContainerFlags.updatable();

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        "Change the limits of containers",
        Arity.atLeast(1),
        FLAGS);
  }

  @Override
  public int run(Call call) {
    if (FLAGS.flags().stream().noneMatch(flag -> call.flags().isGiven(flag.name()))) {
      throw new CliException("you must provide one or more flags when using this command");
    }
    JsonObject changes = Resources.changes(call.flags());
    List<String> warnings = new ArrayList<>();
    int status =
        Each.of(
            call,
            call.arguments(),
            name -> {
              var answer = call.engine().post(ApiPath.container(name, "/update"), changes);
              call.out().println(name);
              warnings.addAll(JsonFields.strings(JsonFields.asObject(answer.json()), "Warnings"));
            });
    warnings.forEach(call.out()::println);
    return status;
  }
}
