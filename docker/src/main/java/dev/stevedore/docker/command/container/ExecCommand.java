package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.DetachKeysFlag;
import dev.stevedore.docker.create.KeyValues;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.stream.AttachEnd;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.docker.stream.Attachment;
import dev.stevedore.docker.stream.DetachKeys;
import java.util.List;
import java.util.Optional;

/** Runs a further process in a container. */
public final class ExecCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.wrapping(
        "[OPTIONS] CONTAINER COMMAND [ARG...]",
        "Run a command in a running container",
        Arity.atLeast(2),
        DetachKeysFlag.addTo(FlagTable.builder())
            .bool("detach", 'd', "Run in the background")
            .list("env", 'e', "Environment variable, NAME=value or NAME")
            .list("env-file", "File with environment variables")
            .bool("interactive", 'i', "Keep stdin open")
            .bool("privileged", "Give it everything the host's root has")
            .bool("tty", 't', "Give it a terminal")
            .string("user", 'u', "User, and group after a colon, by name or number")
            .string("workdir", 'w', "Directory to start in")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    Machine machine = call.session().machine();
    Engine engine = call.engine();
    String container = call.argument(0);
    DetachKeys keys = DetachKeys.parse(flags.string(DetachKeysFlag.NAME));
    boolean detach = flags.bool("detach");
    boolean terminal = flags.bool("tty");
    boolean stdin = flags.bool("interactive") && !detach;
    JsonObject body = body(machine, flags, call.arguments(), stdin);
    if (TerminalCheck.fails(machine, stdin, terminal)) {
      // A container that is not there is the better message.
      engine.get(ApiPath.container(container, "/json"));
      throw TerminalCheck.failure();
    }
    JsonObject created =
        JsonFields.asObject(engine.post(ApiPath.container(container, "/exec"), body).json());
    String id = JsonFields.string(created, "Id");
    if (id.isEmpty()) {
      throw new CliException("exec ID empty");
    }
    JsonObject start = new JsonObject().add("Detach", detach).add("Tty", terminal);
    if (terminal) {
      start.add("ConsoleSize", size(machine));
    }
    if (detach) {
      engine.post("/exec/" + id + "/start", start);
      return 0;
    }
    return attached(call, id, start, stdin, keys);
  }

  private static JsonObject body(
      Machine machine, FlagValues flags, List<String> arguments, boolean stdin) {
    boolean attach = !flags.bool("detach");
    JsonObject body =
        new JsonObject()
            .add("User", flags.string("user"))
            .add("Privileged", flags.bool("privileged"))
            .add("Tty", flags.bool("tty"));
    if (flags.bool("tty")) {
      body.add("ConsoleSize", size(machine));
    }
    return body.add("AttachStdin", stdin)
        .add("AttachStderr", attach)
        .add("AttachStdout", attach)
        .add("DetachKeys", flags.string(DetachKeysFlag.NAME))
        .add(
            "Env",
            JsonFields.arrayOrNull(
                KeyValues.environment(machine, flags.list("env-file"), flags.list("env"))))
        .add("WorkingDir", flags.string("workdir"))
        .add("Cmd", JsonFields.arrayOf(arguments.subList(1, arguments.size())));
  }

  private static JsonArray size(Machine machine) {
    Machine.Size size = machine.terminalSize(Machine.STDOUT);
    return new JsonArray().add(size.rows()).add(size.columns());
  }

  private static int attached(
      Call call, String id, JsonObject start, boolean stdin, DetachKeys keys) {
    Machine machine = call.session().machine();
    Engine engine = call.engine();
    boolean terminal = JsonFields.bool(start, "Tty");
    try (AttachLoop loop = machine.attachLoop(false);
        Exchange attached = engine.hijack("/exec/" + id + "/start", start)) {
      AttachEnd end =
          loop.run(
              new Attachment(
                  attached.connection(),
                  stdin,
                  true,
                  terminal,
                  terminal && machine.isTerminal(Machine.STDIN),
                  keys,
                  Optional.empty(),
                  TerminalEvents.ofExec(machine, engine, id)));
      if (!(end instanceof AttachEnd.Finished)) {
        return Attaching.status(end);
      }
    }
    JsonObject ended = JsonFields.asObject(engine.get("/exec/" + id + "/json").json());
    return (int) JsonFields.number(ended, "ExitCode");
  }
}
