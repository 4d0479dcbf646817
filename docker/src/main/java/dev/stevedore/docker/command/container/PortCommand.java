package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.NaturalOrder;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** Shows the published ports of a container. */
public final class PortCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "CONTAINER [PRIVATE_PORT[/PROTO]]",
        "Show the published ports of a container, or where one is published",
        Arity.between(1, 2));
  }

  @Override
  public int run(Call call) {
    JsonObject container =
        JsonFields.asObject(call.engine().get(ApiPath.container(call.argument(0), "/json")).json());
    JsonObject ports = JsonFields.object(JsonFields.object(container, "NetworkSettings"), "Ports");
    List<String> lines = new ArrayList<>();
    if (call.arguments().size() == 2) {
      String wanted = call.argument(1);
      int slash = wanted.indexOf('/');
      requireNumber(slash < 0 ? wanted : wanted.substring(0, slash));
      String port = slash < 0 ? wanted + "/tcp" : wanted;
      List<JsonObject> bindings = JsonFields.objects(JsonFields.array(ports, port));
      if (bindings.isEmpty()) {
        throw new CliException(
            "Error: No public port '" + wanted + "' published for " + call.argument(0));
      }
      bindings.forEach(binding -> lines.add(address(binding)));
    } else {
      for (String port : ports.names()) {
        for (JsonObject binding : JsonFields.objects(JsonFields.array(ports, port))) {
          lines.add(port + " -> " + address(binding));
        }
      }
    }
    lines.sort(new NaturalOrder());
    lines.forEach(call.out()::println);
    return 0;
  }

  private static void requireNumber(String port) {
    if (port.isEmpty() || !port.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new CliException(
          "Error: invalid port ("
              + port
              + "): strconv.ParseUint: parsing \""
              + port
              + "\": invalid syntax");
    }
  }

  private static String address(JsonObject binding) {
    return PortList.joined(
        JsonFields.string(binding, "HostIp"), JsonFields.string(binding, "HostPort"));
  }
}
