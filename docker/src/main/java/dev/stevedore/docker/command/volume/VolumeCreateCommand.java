package dev.stevedore.docker.command.volume;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.create.KeyValues;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;

/** Makes a volume. */
public final class VolumeCreateCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] [VOLUME]",
        "Create a volume",
        Arity.atMost(1),
        FlagTable.builder()
            .of(FlagType.STRING, "driver", 'd', "local", "Volume driver")
            .list("label", "Label, name=value")
            .string("name", "Name of the volume")
            .of(FlagType.MAP, "opt", 'o', "Option of the driver, name=value")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    String name = flags.string("name");
    if (!call.arguments().isEmpty()) {
      if (!name.isEmpty()) {
        throw new CliException(
            "conflicting options: cannot specify a volume-name through both --name and as a"
                + " positional arg");
      }
      name = call.argument(0);
    }
    JsonObject body =
        new JsonObject()
            .add("Driver", flags.string("driver"))
            .add("DriverOpts", KeyValues.map(flags.list("opt")))
            .add("Labels", KeyValues.map(flags.list("label")))
            .add("Name", name);
    JsonObject made = JsonFields.asObject(call.engine().post("/volumes/create", body).json());
    call.out().println(JsonFields.string(made, "Name"));
    return 0;
  }
}
