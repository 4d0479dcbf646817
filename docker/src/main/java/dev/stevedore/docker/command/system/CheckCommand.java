package dev.stevedore.docker.command.system;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.engine.Reply;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Has the engine compare the kernel's state with its records. A command of our own: only our
 * dockerd has the endpoint. The exit status is 1 if anything is left that does not fit.
 */
public final class CheckCommand implements Command {
  private static final Map<String, String> HEADERS =
      Map.of("Subject", "CHECKED", "Count", "COUNT", "Problems", "PROBLEMS");

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Compare links, rules, mounts, shims and layers with the engine's records",
        Arity.none(),
        FlagTable.builder()
            .string("format", "table, json, or a template for each kind of thing")
            .bool("repair", "Put right what does not fit")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean repair = call.flags().bool("repair");
    Reply reply = repair ? call.engine().post("/system/check") : call.engine().get("/system/check");
    JsonObject report = JsonFields.asObject(reply.json());
    List<JsonObject> findings = JsonFields.objects(JsonFields.array(report, "Findings"));
    List<Fields> rows = new ArrayList<>();
    boolean well = true;
    for (JsonObject checked : JsonFields.objects(JsonFields.array(report, "Checked"))) {
      well &= JsonFields.string(checked, "Error").isEmpty();
      rows.add(row(checked, findings));
    }
    new ListFormat(
            call.flags().string("format"),
            "{{.Subject}}\t{{.Count}}\t{{.Problems}}",
            Optional.empty(),
            HEADERS)
        .write(call.out(), rows);
    for (JsonObject finding : findings) {
      well &= JsonFields.bool(finding, "Repaired");
      call.out().println(line(finding, repair));
    }
    return well ? 0 : 1;
  }

  private static Fields row(JsonObject checked, List<JsonObject> findings) {
    String subject = JsonFields.string(checked, "Subject");
    String error = JsonFields.string(checked, "Error");
    int problems = 0;
    for (JsonObject finding : findings) {
      problems += JsonFields.string(finding, "Subject").equals(subject) ? 1 : 0;
    }
    String shown = error.isEmpty() ? Integer.toString(problems) : error;
    return new Fields("*formatter.checkContext")
        .with("Subject", () -> subject)
        .with("Count", () -> Long.toString(JsonFields.number(checked, "Count")))
        .with("Problems", () -> shown);
  }

  private static String line(JsonObject finding, boolean repair) {
    String text = JsonFields.string(finding, "Name") + ": " + JsonFields.string(finding, "Problem");
    if (!repair) {
      return text;
    }
    return JsonFields.bool(finding, "Repaired")
        ? text + ": repaired"
        : text + ": not repaired: " + JsonFields.string(finding, "Error");
  }
}
