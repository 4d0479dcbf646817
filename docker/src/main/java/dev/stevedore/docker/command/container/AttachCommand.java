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
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.stream.AttachEnd;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.docker.stream.Attachment;
import dev.stevedore.docker.stream.DetachKeys;
import dev.stevedore.docker.stream.ExitWait;
import java.util.Optional;

/** Attaches to a container that runs. */
public final class AttachCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER",
        "Attach to the streams of a running container",
        Arity.exactly(1),
        DetachKeysFlag.addTo(FlagTable.builder())
            .bool("no-stdin", "Do not attach stdin")
            .of(FlagType.BOOL, "sig-proxy", '\0', "true", "Pass signals on to the container")
            .build());
  }

  @Override
  public int run(Call call) {
    DetachKeys keys = DetachKeys.parse(call.flags().string(DetachKeysFlag.NAME));
    Machine machine = call.session().machine();
    Engine engine = call.engine();
    String name = call.argument(0);
    JsonObject container = inspectRunning(engine, name);
    String id = JsonFields.string(container, "Id");
    JsonObject config = JsonFields.object(container, "Config");
    boolean terminal = JsonFields.bool(config, "Tty");
    boolean wantsStdin = !call.flags().bool("no-stdin");
    TerminalCheck.check(machine, wantsStdin, terminal);
    boolean stdin = wantsStdin && JsonFields.bool(config, "OpenStdin");
    boolean follows = terminal && machine.isTerminal(Machine.STDOUT);
    ExitWait exit = Waiting.ofRunning(engine, id);
    try (AttachLoop loop = machine.attachLoop(call.flags().bool("sig-proxy") && !terminal);
        Exchange attached =
            Attaching.toContainer(
                engine,
                id,
                new Streams(stdin, true, true),
                call.flags().string(DetachKeysFlag.NAME))) {
      // It may have stopped in between; then the attachment would wait for ever.
      inspectRunning(engine, id);
      TerminalEvents events = TerminalEvents.ofContainer(machine, engine, id);
      if (follows) {
        wakePrompt(machine, events);
      }
      AttachEnd end =
          loop.run(
              new Attachment(
                  attached.connection(),
                  stdin,
                  true,
                  terminal,
                  follows,
                  keys,
                  Optional.of(exit),
                  events));
      return end instanceof AttachEnd.Finished ? Waiting.status(call, exit) : Attaching.status(end);
    }
  }

  /**
   * A shell draws its prompt again only when the size changes: so another size, then the right one.
   */
  private static void wakePrompt(Machine machine, TerminalEvents events) {
    Machine.Size size = machine.terminalSize(Machine.STDOUT);
    events.resizeTo(size.rows() + 1, size.columns() + 1);
  }

  private static JsonObject inspectRunning(Engine engine, String name) {
    JsonObject container = JsonFields.asObject(engine.get(ApiPath.container(name, "/json")).json());
    JsonObject state = JsonFields.object(container, "State");
    if (!JsonFields.bool(state, "Running")) {
      throw new CliException("cannot attach to a stopped container, start it first");
    }
    if (JsonFields.bool(state, "Paused")) {
      throw new CliException("cannot attach to a paused container, unpause it first");
    }
    if (JsonFields.bool(state, "Restarting")) {
      throw new CliException("cannot attach to a restarting container, wait until it is running");
    }
    return container;
  }
}
