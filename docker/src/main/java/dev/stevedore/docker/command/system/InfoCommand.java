package dev.stevedore.docker.command.system;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Program;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.template.Template;
import dev.stevedore.docker.template.TemplateException;
import java.util.Optional;

/** Shows what the daemon says about itself and its machine. */
public final class InfoCommand implements Command {
  private static final int BAD_TEMPLATE = 64;

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Show what the daemon says about itself and its machine",
        Arity.none(),
        FlagTable.builder().string("format", 'f', "json, or a template").build());
  }

  @Override
  public int run(Call call) {
    String format = call.flags().string("format");
    if (format.isEmpty()) {
      return show(call);
    }
    Template template;
    try {
      template = Template.parse(format.equals("json") ? "{{json .}}" : format);
    } catch (TemplateException e) {
      throw new CliException("template parsing error: " + e.getMessage(), BAD_TEMPLATE, e);
    }
    JsonObject info = JsonFields.asObject(call.engine().get("/info").json());
    info.add("ClientInfo", client());
    try {
      call.out().println(template.fill(info, name -> Optional.empty()));
    } catch (TemplateException e) {
      throw new CliException("template: " + e.getMessage(), 1, e);
    }
    return 0;
  }

  private static JsonObject client() {
    return new JsonObject()
        .add("Debug", false)
        .add("Version", Program.VERSION)
        .add("Context", "default")
        .add("Plugins", new JsonArray())
        .add("Warnings", new JsonArray());
  }

  private static int show(Call call) {
    call.out()
        .print(
            "Client:\n Version:    "
                + Program.VERSION
                + "\n Context:    default\n Debug Mode: false\n\nServer:\n");
    JsonObject info;
    try {
      info = JsonFields.asObject(call.engine().get("/info").json());
    } catch (CliException e) {
      call.out().flush();
      call.err().println(e.text());
      throw new CliException("errors pretty printing info", 1, e);
    }
    call.out().print(new InfoText(info).text());
    call.out().flush();
    JsonFields.strings(info, "Warnings").forEach(call.err()::println);
    return 0;
  }
}
