package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.DetachKeysFlag;
import dev.stevedore.docker.create.Streams;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.stream.AttachEnd;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.docker.stream.Attachment;
import dev.stevedore.docker.stream.DetachKeys;
import dev.stevedore.docker.stream.ExitWait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starts containers, and attaches to a single one if that is wanted. */
public final class StartCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [CONTAINER...]",
        "Start containers that do not run",
        Arity.atLeast(1),
        DetachKeysFlag.addTo(FlagTable.builder())
            .bool("attach", 'a', "Show its output and pass signals on")
            .bool("interactive", 'i', "Attach its stdin")
            .build());
  }

  @Override
  public int run(Call call) {
    boolean attach = call.flags().bool("attach");
    boolean interactive = call.flags().bool("interactive");
    DetachKeys keys = DetachKeys.parse(call.flags().string(DetachKeysFlag.NAME));
    if (!attach && !interactive) {
      return startAll(call);
    }
    if (call.arguments().size() > 1) {
      throw new CliException("you cannot start and attach multiple containers at once");
    }
    return startAttached(call, interactive, keys);
  }

  private static int startAll(Call call) {
    List<String> failed = new ArrayList<>();
    for (String name : call.arguments()) {
      try {
        call.engine().post(ApiPath.container(name, "/start"));
        call.out().println(name);
      } catch (CliException e) {
        call.out().flush();
        call.err().println(e.text());
        failed.add(name);
      }
    }
    if (failed.isEmpty()) {
      return 0;
    }
    throw new CliException("Error: failed to start containers: " + String.join(", ", failed));
  }

  private static int startAttached(Call call, boolean interactive, DetachKeys keys) {
    Machine machine = call.session().machine();
    Engine engine = call.engine();
    JsonObject container =
        JsonFields.asObject(engine.get(ApiPath.container(call.argument(0), "/json")).json());
    String id = JsonFields.string(container, "Id");
    JsonObject config = JsonFields.object(container, "Config");
    boolean terminal = JsonFields.bool(config, "Tty");
    boolean stdin = interactive && JsonFields.bool(config, "OpenStdin");
    boolean autoRemove = JsonFields.bool(JsonFields.object(container, "HostConfig"), "AutoRemove");
    Waiting waiting = Waiting.begin(engine, id, autoRemove);
    try (AttachLoop loop = machine.attachLoop(!terminal);
        Exchange attached =
            Attaching.toContainer(
                engine,
                id,
                new Streams(stdin, true, true),
                call.flags().string(DetachKeysFlag.NAME))) {
      waiting.awaitAccepted();
      try {
        engine.post(ApiPath.container(id, "/start"));
      } catch (CliException e) {
        if (autoRemove) {
          waiting.awaitRemoval();
        }
        throw e;
      }
      ExitWait exit = waiting.afterStart();
      AttachEnd end =
          loop.run(
              new Attachment(
                  attached.connection(),
                  stdin,
                  true,
                  terminal,
                  terminal && machine.isTerminal(Machine.STDOUT),
                  keys,
                  Optional.of(exit),
                  TerminalEvents.ofContainer(machine, engine, id)));
      return switch (end) {
        case AttachEnd.Finished _ -> Waiting.status(call, exit);
        case AttachEnd.Detached _ -> 0;
        default -> Attaching.status(end);
      };
    }
  }
}
