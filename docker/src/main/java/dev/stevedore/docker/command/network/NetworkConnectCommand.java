package dev.stevedore.docker.command.network;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.create.KeyValues;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;

/** Puts a container into one more network. */
public final class NetworkConnectCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NETWORK CONTAINER",
        "Connect a container to a network",
        Arity.exactly(2),
        FlagTable.builder()
            .list("alias", "Another name of the container in this network")
            .list("driver-opt", "Option of the driver, name=value")
            .of(FlagType.INT, "gw-priority", '\0', "0", "The highest gives the default gateway")
            .string("ip", "IPv4 address")
            .string("ip6", "IPv6 address")
            .list("link", "Link to another container")
            .list("link-local-ip", "Link-local address")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    if (flags.list("driver-opt").stream().anyMatch(pair -> pair.indexOf('=') < 1)) {
      throw new CliException("invalid key/value pair format in driver options");
    }
    JsonObject addresses = new JsonObject();
    put(addresses, "IPv4Address", flags.string("ip"));
    put(addresses, "IPv6Address", flags.string("ip6"));
    if (!flags.list("link-local-ip").isEmpty()) {
      addresses.add("LinkLocalIPs", new JsonArray(JsonFields.arrayOf(flags.list("link-local-ip"))));
    }
    JsonObject endpoint =
        new JsonObject()
            .add("IPAMConfig", addresses)
            .add("Links", JsonFields.arrayOrNull(flags.list("link")))
            .add("Aliases", JsonFields.arrayOrNull(flags.list("alias")))
            .add("DriverOpts", KeyValues.map(flags.list("driver-opt")))
            .add("GwPriority", flags.number("gw-priority"));
    JsonObject body =
        new JsonObject().add("Container", call.argument(1)).add("EndpointConfig", endpoint);
    call.engine().post("/networks/" + Query.escape(call.argument(0)) + "/connect", body);
    return 0;
  }

  private static void put(JsonObject object, String name, String value) {
    if (!value.isEmpty()) {
      object.add(name, value);
    }
  }
}
