package dev.stevedore.docker.command.system;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.command.Since;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Times;
import dev.stevedore.docker.http.RequestBody;
import dev.stevedore.docker.template.Missing;
import dev.stevedore.docker.template.Template;
import dev.stevedore.docker.template.TemplateException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what happens in the daemon, as it happens. */
public final class EventsCommand implements Command {
  private static final int BAD_TEMPLATE = 64;
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Show what happens in the daemon, as it happens",
        Arity.none(),
        FlagTable.builder()
            .of(FlagType.FILTER, "filter", 'f', "Show only what matches")
            .string("format", "json, or a template for each event")
            .string("since", "Also what happened since: a time, or 42m for so long ago")
            .string("until", "Only until: a time, or 42m for so long ago")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    Optional<Template> template = template(flags.string("format"));
    String path =
        Query.of("/events")
            .withIfSet("filters", Filters.of(flags.list("filter")).text())
            .withIfSet("since", time(call, "since"))
            .withIfSet("until", time(call, "until"))
            .target();
    try (Exchange events = call.engine().stream("GET", path, RequestBody.NONE)) {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          JsonObject event = JsonFields.asObject(Json.parse(line));
          call.out()
              .println(
                  template.isPresent()
                      ? template.get().fill(event, Missing.IS_ERROR)
                      : text(call.session().machine(), event));
          call.out().flush();
        }
      }
    } catch (TemplateException e) {
      throw new CliException("template parsing error: " + e.getMessage(), 1, e);
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
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

  private static String time(Call call, String flag) {
    String text = call.flags().string(flag);
    return text.isEmpty() ? "" : Since.parse(call.session().machine(), text);
  }

  private static String text(Machine machine, JsonObject event) {
    long nanos = JsonFields.number(event, "timeNano");
    long seconds = JsonFields.number(event, "time");
    JsonObject actor = JsonFields.object(event, "Actor");
    JsonObject attributes = JsonFields.object(actor, "Attributes");
    StringBuilder text = new StringBuilder();
    text.append(Times.localRfc3339Nano(machine, nanos != 0 ? nanos : seconds * NANOS_PER_SECOND));
    text.append(' ').append(JsonFields.string(event, "Type"));
    text.append(' ').append(JsonFields.string(event, "Action"));
    text.append(' ').append(JsonFields.string(actor, "ID"));
    if (!attributes.isEmpty()) {
      List<String> pairs = new ArrayList<>();
      for (String name : attributes.names()) {
        pairs.add(name + "=" + JsonFields.string(attributes, name));
      }
      pairs.sort(null);
      text.append(" (").append(String.join(", ", pairs)).append(')');
    }
    return text.toString();
  }
}
