package dev.stevedore.runc.command;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.process.UserNames;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.StateDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the containers of the root. */
public final class ListCommand implements Command {
  private static final List<String> TITLES =
      List.of("ID", "PID", "STATUS", "BUNDLE", "CREATED", "OWNER");

  @Override
  public String name() {
    return "list";
  }

  @Override
  public String summary() {
    return "list the containers of the given root";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.ofValue("format", "f", "table (default) or json"),
        Flag.ofSwitch("quiet", "q", "only the ids"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 0, 0);
    List<JsonObject> containers = describeAll(context);
    String format = arguments.value("format").orElse("table");
    if (arguments.isOn("quiet")) {
      containers.forEach(c -> context.print(c.getString("id", "") + "\n"));
    } else if (format.equals("json")) {
      JsonArray array = new JsonArray();
      containers.forEach(array::add);
      context.print((containers.isEmpty() ? "null" : array.toString()) + "\n");
    } else if (format.equals("table")) {
      context.print(table(containers));
    } else {
      throw new RuncException("invalid format option");
    }
    return 0;
  }

  private static List<JsonObject> describeAll(Context context) {
    List<JsonObject> all = new ArrayList<>();
    for (String id : StateDirectory.ids(context.root())) {
      try {
        Optional<Container> container = Container.find(context.root(), id);
        container.ifPresent(
            found -> {
              String owner = UserNames.of(found.directory().ownerId());
              all.add(found.describe().value("owner", owner).toJson());
            });
      } catch (RuncException | JsonFormatException e) {
        // One that is broken does not hide the others.
        context.log().warn("load container " + id + ": " + e.getMessage());
      }
    }
    return all;
  }

  private static String table(List<JsonObject> containers) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(TITLES);
    for (JsonObject c : containers) {
      rows.add(
          List.of(
              c.getString("id", ""),
              Integer.toString(c.getInt("pid", 0)),
              c.getString("status", ""),
              c.getString("bundle", ""),
              c.getString("created", ""),
              c.getString("owner", "")));
    }
    return Table.format(rows);
  }
}
