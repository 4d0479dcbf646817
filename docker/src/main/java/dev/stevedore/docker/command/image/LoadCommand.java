package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.ProgressDisplay;
import dev.stevedore.docker.command.ProgressStream;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.http.RequestBody;
import java.io.IOException;
import java.io.InputStream;

/** Loads images from a tar archive. */
public final class LoadCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Load images from a tar archive or stdin",
        Arity.none(),
        FlagTable.builder()
            .string("input", 'i', "Archive to read instead of stdin")
            .string("platform", "Load only this platform, os/architecture")
            .bool("quiet", 'q', "Do not show how it goes")
            .build());
  }

  @Override
  public int run(Call call) {
    Machine machine = call.session().machine();
    String file = call.flags().string("input");
    if (file.isEmpty() && machine.isTerminal(Machine.STDIN)) {
      throw new CliException("requested load from stdin, but stdin is empty");
    }
    boolean quiet = call.flags().bool("quiet") || !machine.isTerminal(Machine.STDOUT);
    Query query = Query.of("/images/load").with("quiet", quiet ? "1" : "0");
    if (call.flags().isGiven("platform")) {
      query.with("platform", Platforms.json(call.flags().string("platform")));
    }
    try (InputStream archive = file.isEmpty() ? machine.stdin() : machine.openFile(file);
        Exchange answer =
            call.engine().stream(
                "POST", query.target(), new RequestBody.Stream("application/x-tar", archive))) {
      ProgressStream.show(answer.body(), ProgressDisplay.onStdout(call));
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
    return 0;
  }
}
