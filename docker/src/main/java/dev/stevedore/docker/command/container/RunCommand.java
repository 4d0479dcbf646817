package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.DetachKeysFlag;
import dev.stevedore.docker.create.CreateRequest;
import dev.stevedore.docker.engine.Engine;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.flags.BadValueException;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.stream.AttachEnd;
import dev.stevedore.docker.stream.AttachLoop;
import dev.stevedore.docker.stream.Attachment;
import dev.stevedore.docker.stream.DetachKeys;
import dev.stevedore.docker.stream.ExitWait;
import java.util.Optional;

/**
 * Makes a container, attaches to it and starts it.
 *
 * <pre>
 *   connection 1   create                               start   resize, kill …
 *   connection 2            attach ════ stdin, stdout, stderr ═════════════════ end
 *   connection 3                    wait ─────────────────────────────────────── exit status
 * </pre>
 */
public final class RunCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.wrapping(
        "[OPTIONS] IMAGE [COMMAND] [ARG...]",
        "Make and start a new container from an image",
        Arity.atLeast(1),
        DetachKeysFlag.addTo(CreateCommand.flags())
            .bool("detach", 'd', "Run in the background and print the container's id")
            .of(FlagType.BOOL, "sig-proxy", '\0', "true", "Pass signals on to the container")
            .build());
  }

  @Override
  public int run(Call call) {
    CreateRequest request = request(call);
    Machine machine = call.session().machine();
    if (!call.flags().bool("detach")) {
      TerminalCheck.check(machine, request.streams().stdin(), request.terminal());
    } else if (call.flags().isGiven("attach")) {
      throw new CliException("conflicting options: cannot specify both --attach and --detach");
    }
    DetachKeys keys = DetachKeys.parse(call.flags().string(DetachKeysFlag.NAME));
    String id;
    try {
      id = new Creation(call, request).create();
    } catch (CliException e) {
      throw RunFailure.of(e, call.path());
    }
    if (!request.streams().any()) {
      start(call, request, id);
      call.out().println(id);
      return 0;
    }
    return runAttached(call, request, id, keys);
  }

  private static CreateRequest request(Call call) {
    try {
      Creation.checkPull(call.flags().string("pull"));
      return CreateRequest.of(call.session().machine(), call.flags(), call.flags().bool("detach"));
    } catch (CliException | BadValueException e) {
      throw RunFailure.withHelp(String.valueOf(e.getMessage()), call.path(), RunFailure.GENERIC);
    }
  }

  /** If starting fails, a container that is to be removed is gone before this returns. */
  private static void start(Call call, CreateRequest request, String id) {
    Engine engine = call.engine();
    Optional<Waiting> removal =
        request.autoRemove() ? Optional.of(Waiting.begin(engine, id, true)) : Optional.empty();
    removal.ifPresent(Waiting::awaitAccepted);
    try {
      engine.post(ApiPath.container(id, "/start"));
    } catch (CliException e) {
      removal.ifPresent(Waiting::awaitRemoval);
      throw RunFailure.of(e, call.path());
    }
  }

  private static int runAttached(Call call, CreateRequest request, String id, DetachKeys keys) {
    Machine machine = call.session().machine();
    Engine engine = call.engine();
    Waiting waiting = Waiting.begin(engine, id, request.autoRemove());
    try (AttachLoop loop = machine.attachLoop(call.flags().bool("sig-proxy"));
        Exchange attached =
            Attaching.toContainer(
                engine, id, request.streams(), call.flags().string(DetachKeysFlag.NAME))) {
      waiting.awaitAccepted();
      try {
        engine.post(ApiPath.container(id, "/start"));
      } catch (CliException e) {
        if (request.autoRemove()) {
          waiting.awaitRemoval();
        }
        throw RunFailure.of(e, call.path());
      }
      ExitWait exit = waiting.afterStart();
      AttachEnd end =
          loop.run(
              new Attachment(
                  attached.connection(),
                  request.streams().stdin(),
                  request.streams().output(),
                  request.terminal(),
                  request.terminal() && machine.isTerminal(Machine.STDOUT),
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
