package dev.stevedore.docker.command.system;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonIndent;
import dev.stevedore.docker.template.Template;
import dev.stevedore.docker.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows all that the daemon knows about objects, as JSON or as a template says. */
public final class InspectCommand implements Command {
  private static final int BAD_TEMPLATE = 64;

  private final Optional<InspectKind> only;

  private InspectCommand(Optional<InspectKind> only) {
    this.only = only;
  }

  /** The command for objects of every kind. */
  public static InspectCommand any() {
    return new InspectCommand(Optional.empty());
  }

  /** The command for objects of one kind. */
  public static InspectCommand of(InspectKind kind) {
    return new InspectCommand(Optional.of(kind));
  }

  @Override
  public CommandSpec spec() {
    FlagTable.Builder flags =
        FlagTable.builder().string("format", 'f', "json, or a template for each object");
    if (only.isEmpty() || only.get() == InspectKind.CONTAINER) {
      flags.bool("size", 's', "Show a container's sizes");
    }
    if (only.isEmpty()) {
      flags.string("type", "Kind of the objects");
    }
    String noun = only.map(InspectKind::noun).orElse("object");
    return CommandSpec.of(
        "[OPTIONS] " + only.map(InspectKind::placeholder).orElse("NAME|ID [NAME|ID...]"),
        "Show all that is known about " + noun + "s",
        Arity.atLeast(1),
        flags.build());
  }

  @Override
  public int run(Call call) {
    List<InspectKind> kinds = kinds(call);
    Optional<Template> template = template(call.flags().string("format"));
    boolean size =
        (only.isEmpty() || only.get() == InspectKind.CONTAINER) && call.flags().bool("size");
    List<String> found = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    for (String name : call.arguments()) {
      try {
        found.add(inspect(call, kinds, name, size));
      } catch (CliException e) {
        errors.add(e.text());
      }
    }
    write(call, template, found);
    if (errors.isEmpty()) {
      return 0;
    }
    call.out().flush();
    errors.forEach(call.err()::println);
    return 1;
  }

  private List<InspectKind> kinds(Call call) {
    if (only.isPresent()) {
      return List.of(only.get());
    }
    String type = call.flags().string("type");
    return type.isEmpty() ? InspectKind.TRIED_IN_ORDER : List.of(InspectKind.named(type));
  }

  private static Optional<Template> template(String format) {
    if (format.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(Template.parse(format.equals("json") ? "{{json .}}" : format));
    } catch (TemplateException e) {
      throw new CliException("template parsing error: " + e.getMessage(), BAD_TEMPLATE, e);
    }
  }

  private static String inspect(Call call, List<InspectKind> kinds, String name, boolean size) {
    for (InspectKind kind : kinds) {
      try {
        return call.engine().get(kind.path(name, size)).text().trim();
      } catch (ApiException e) {
        if (!e.isNotFound() || kinds.size() == 1) {
          throw e;
        }
      }
    }
    throw new CliException("Error: No such object: " + name);
  }

  private static void write(Call call, Optional<Template> template, List<String> found) {
    if (template.isEmpty()) {
      String all = "[" + String.join(",", found) + "]";
      call.out().println(JsonIndent.indent(all, "", "    "));
      return;
    }
    if (found.isEmpty()) {
      call.out().println("");
      return;
    }
    for (String json : found) {
      try {
        call.out().println(template.get().fill(Json.parse(json), InspectKind::insteadOfMissing));
      } catch (TemplateException e) {
        throw new CliException("template parsing error: " + e.getMessage(), 1, e);
      } catch (ParseException e) {
        throw new CliException("the daemon's answer is not JSON: " + e.getMessage(), 1, e);
      }
    }
  }
}
