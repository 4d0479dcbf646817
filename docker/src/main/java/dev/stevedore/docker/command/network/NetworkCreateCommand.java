package dev.stevedore.docker.command.network;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.create.KeyValues;
import dev.stevedore.docker.create.ValueChecks;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;

/** Makes a network. */
public final class NetworkCreateCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NETWORK",
        "Create a network",
        Arity.exactly(1),
        FlagTable.builder()
            .bool("attachable", "Containers may be attached by hand")
            .of(FlagType.MAP, "aux-address", "Address that others have, name=address")
            .string("config-from", "Network to copy the configuration from")
            .bool("config-only", "Only a configuration")
            .of(FlagType.STRING, "driver", 'd', "bridge", "Driver")
            .list("gateway", "Gateway of a subnet")
            .bool("ingress", "Swarm's routing mesh")
            .bool("internal", "No way to other networks")
            .list("ip-range", "Part of the subnet that addresses are taken from")
            .of(FlagType.STRING, "ipam-driver", '\0', "default", "Driver of addresses")
            .of(FlagType.MAP, "ipam-opt", "Option of that driver, name=value")
            .of(FlagType.BOOL, "ipv4", '\0', "true", "With IPv4")
            .bool("ipv6", "With IPv6")
            .list("label", '\0', ValueChecks::label, "Label, name=value")
            .of(FlagType.MAP, "opt", 'o', "Option of the driver, name=value")
            .string("scope", "Scope")
            .list("subnet", "Subnet, such as 10.1.0.0/16")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    JsonObject body =
        new JsonObject()
            .add("Name", call.argument(0))
            .add("Driver", flags.string("driver"))
            .add("Scope", flags.string("scope"))
            .add("Internal", flags.bool("internal"))
            .add("Attachable", flags.bool("attachable"))
            .add("Ingress", flags.bool("ingress"))
            .add("ConfigOnly", flags.bool("config-only"))
            .add("Options", KeyValues.map(flags.list("opt")))
            .add("Labels", KeyValues.map(flags.list("label")))
            .add("IPAM", addresses(flags));
    for (String version : new String[] {"4", "6"}) {
      if (flags.isGiven("ipv" + version)) {
        body.add("EnableIPv" + version, flags.bool("ipv" + version));
      }
    }
    if (!flags.string("config-from").isEmpty()) {
      body.add("ConfigFrom", new JsonObject().add("Network", flags.string("config-from")));
    }
    JsonObject made = JsonFields.asObject(call.engine().post("/networks/create", body).json());
    call.out().println(JsonFields.string(made, "Id"));
    return 0;
  }

  private static JsonObject addresses(FlagValues flags) {
    JsonArray subnets = AddressPlan.of(flags).toJson();
    return new JsonObject()
        .add("Driver", flags.string("ipam-driver"))
        .add(
            "Options",
            flags.isGiven("ipam-opt") ? KeyValues.map(flags.list("ipam-opt")) : Json.NULL)
        .add("Config", subnets);
  }
}
