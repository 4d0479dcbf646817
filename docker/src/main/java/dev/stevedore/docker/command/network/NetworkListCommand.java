package dev.stevedore.docker.command.network;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.Listing;
import dev.stevedore.docker.command.NaturalOrder;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Lists networks, by name. */
public final class NetworkListCommand implements Command {
  private static final int SHORT_ID = 12;
  private static final Map<String, String> HEADERS =
      Map.of(
          "ID", "NETWORK ID",
          "Name", "NAME",
          "Driver", "DRIVER",
          "Scope", "SCOPE",
          "IPv4", "IPV4",
          "IPv6", "IPV6",
          "Internal", "INTERNAL",
          "Labels", "LABELS",
          "CreatedAt", "CREATED AT");

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "List networks",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", 'f', "Show only those that match")
            .string("format", "table, json, or a template for each network")
            .bool("no-trunc", "Show whole ids")
            .bool("quiet", 'q', "Show only ids")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean whole = call.flags().bool("no-trunc");
    Listing listing =
        Listing.orQuiet(call, "{{.ID}}\t{{.Name}}\t{{.Driver}}\t{{.Scope}}", "{{.ID}}", HEADERS);
    List<JsonObject> networks =
        new ArrayList<>(
            listing.ask(Query.of("/networks").withIfSet("filters", listing.filters()).target()));
    networks.sort(
        Comparator.comparing(network -> JsonFields.string(network, "Name"), new NaturalOrder()));
    return listing.show(networks, network -> row(network, whole));
  }

  private static Fields row(JsonObject network, boolean whole) {
    String id = JsonFields.string(network, "Id");
    JsonObject labels = JsonFields.object(network, "Labels");
    return new Fields("*formatter.networkContext")
        .with("ID", () -> whole || id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID))
        .with("Name", () -> JsonFields.string(network, "Name"))
        .with("Driver", () -> JsonFields.string(network, "Driver"))
        .with("Scope", () -> JsonFields.string(network, "Scope"))
        .with("IPv4", () -> Boolean.toString(JsonFields.bool(network, "EnableIPv4")))
        .with("IPv6", () -> Boolean.toString(JsonFields.bool(network, "EnableIPv6")))
        .with("Internal", () -> Boolean.toString(JsonFields.bool(network, "Internal")))
        .with("Labels", () -> Listing.labels(labels))
        .with("CreatedAt", () -> JsonFields.string(network, "Created"))
        .withLabels(name -> JsonFields.string(labels, name));
  }
}
