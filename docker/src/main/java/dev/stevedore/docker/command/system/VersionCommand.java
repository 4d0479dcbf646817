package dev.stevedore.docker.command.system;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Program;
import dev.stevedore.docker.engine.ApiVersion;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.TabWriter;
import dev.stevedore.docker.format.Times;
import dev.stevedore.docker.template.Missing;
import dev.stevedore.docker.template.Template;
import dev.stevedore.docker.template.TemplateException;
import java.util.List;
import java.util.Optional;

/** Shows the versions of client and daemon. */
public final class VersionCommand implements Command {
  private static final int BAD_TEMPLATE = 64;
  private static final int LEAST_WIDTH = 20;

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Show the versions of client and daemon",
        Arity.none(),
        FlagTable.builder().string("format", 'f', "json, or a template").build());
  }

  @Override
  public int run(Call call) {
    Optional<Template> template = template(call.flags().string("format"));
    Optional<CliException> failure = Optional.empty();
    JsonObject server = new JsonObject();
    String agreed = ApiVersion.NEWEST.toString();
    try {
      agreed = call.engine().version().toString();
      server = JsonFields.asObject(call.engine().get("/version").json());
    } catch (CliException e) {
      failure = Optional.of(e);
    }
    JsonObject versions =
        new JsonObject()
            .add("Client", client(agreed))
            .add("Server", server.isEmpty() ? Json.NULL : server);
    try {
      call.out()
          .print(
              template.isPresent()
                  ? template.get().fill(versions, Missing.IS_ERROR) + "\n"
                  : table(call.session().machine(), agreed, server));
    } catch (TemplateException e) {
      throw new CliException("template: " + e.getMessage(), 1, e);
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return 0;
  }

  private static Optional<Template> template(String format) {
    try {
      return format.isEmpty()
          ? Optional.empty()
          : Optional.of(Template.parse(format.equals("json") ? "{{json .}}" : format));
    } catch (TemplateException e) {
      throw new CliException("template parsing error: " + e.getMessage(), BAD_TEMPLATE, e);
    }
  }

  private static JsonObject client(String agreed) {
    return new JsonObject()
        .add("Version", Program.VERSION)
        .add("ApiVersion", agreed)
        .add("DefaultAPIVersion", ApiVersion.NEWEST.toString())
        .add("GitCommit", "")
        .add("JavaVersion", Program.JAVA)
        .add("Os", "linux")
        .add("Arch", "amd64")
        .add("BuildTime", "")
        .add("Context", "default");
  }

  private static String table(Machine machine, String agreed, JsonObject server) {
    String newest = ApiVersion.NEWEST.toString();
    String api = agreed.equals(newest) ? agreed : agreed + " (downgraded from " + newest + ")";
    StringBuilder text = new StringBuilder("Client:\n");
    row(text, " ", "Version", Program.VERSION);
    row(text, " ", "API version", api);
    row(text, " ", "Java version", Program.JAVA);
    row(text, " ", "OS/Arch", "linux/amd64");
    row(text, " ", "Context", "default");
    if (!server.isEmpty()) {
      String platform = JsonFields.string(JsonFields.object(server, "Platform"), "Name");
      text.append("\nServer:").append(platform.isEmpty() ? "" : " " + platform).append('\n');
      for (JsonObject component : components(server)) {
        component(machine, text, component);
      }
    }
    return new TabWriter(LEAST_WIDTH, 1).align(text.toString());
  }

  /** Older daemons describe themselves only in the answer itself. */
  private static List<JsonObject> components(JsonObject server) {
    List<JsonObject> components = JsonFields.objects(JsonFields.array(server, "Components"));
    return components.isEmpty()
        ? List.of(
            new JsonObject()
                .add("Name", "Engine")
                .add("Version", JsonFields.string(server, "Version"))
                .add("Details", server))
        : components;
  }

  private static void component(Machine machine, StringBuilder text, JsonObject component) {
    JsonObject details = JsonFields.object(component, "Details");
    String name = JsonFields.string(component, "Name");
    text.append(' ').append(name).append(":\n");
    row(text, "  ", "Version", JsonFields.string(component, "Version"));
    if (!name.equals("Engine")) {
      for (String detail : details.names().stream().sorted().toList()) {
        row(text, "  ", detail, text(details.get(detail)));
      }
      return;
    }
    String least = JsonFields.string(details, "MinAPIVersion");
    row(
        text,
        "  ",
        "API version",
        JsonFields.string(details, "ApiVersion")
            + (least.isEmpty() ? "" : " (minimum version " + least + ")"));
    for (String language : List.of("Go", "Java")) {
      String version = JsonFields.string(details, language + "Version");
      if (!version.isEmpty()) {
        row(text, "  ", language + " version", version);
      }
    }
    row(text, "  ", "Git commit", JsonFields.string(details, "GitCommit"));
    row(text, "  ", "Built", built(machine, JsonFields.string(details, "BuildTime")));
    row(
        text,
        "  ",
        "OS/Arch",
        JsonFields.string(details, "Os") + "/" + JsonFields.string(details, "Arch"));
    JsonValue experimental = details.get("Experimental");
    row(text, "  ", "Experimental", experimental == null ? "false" : text(experimental));
  }

  private static String text(JsonValue value) {
    return value.isString() ? value.asString() : value.toString();
  }

  private static String built(Machine machine, String time) {
    if (time.length() < 20 || time.charAt(4) != '-') {
      return time;
    }
    return Times.ctime(Times.parse(machine, time).seconds());
  }

  private static void row(StringBuilder text, String indent, String name, String value) {
    text.append(indent).append(name).append(":\t").append(value).append('\n');
  }
}
