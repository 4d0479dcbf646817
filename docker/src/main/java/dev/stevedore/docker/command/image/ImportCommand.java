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

/** Makes an image of a tar archive of a file system. */
public final class ImportCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] file|URL|- [REPOSITORY[:TAG]]",
        "Make an image of a tar archive of a file system",
        Arity.atLeast(1),
        FlagTable.builder()
            .list("change", 'c', "Dockerfile instruction to apply")
            .string("message", 'm', "Message to keep with the image")
            .string("platform", "Platform of the image, os/architecture")
            .build());
  }

  @Override
  public int run(Call call) {
    Machine machine = call.session().machine();
    String source = call.argument(0);
    boolean remote = source.startsWith("http://") || source.startsWith("https://");
    Query query = Query.of("/images/create");
    call.flags().list("change").forEach(change -> query.with("changes", change));
    query
        .with("fromSrc", remote ? source : "-")
        .withIfSet("message", call.flags().string("message"))
        .withIfSet("platform", call.flags().string("platform"))
        .withIfSet("repo", call.arguments().size() > 1 ? call.argument(1) : "");
    try (InputStream archive =
            source.equals("-") || remote ? machine.stdin() : machine.openFile(source);
        Exchange answer =
            call.engine().stream(
                "POST",
                query.target(),
                remote ? RequestBody.NONE : new RequestBody.Stream("application/x-tar", archive))) {
      ProgressStream.show(answer.body(), ProgressDisplay.onStdout(call));
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
    return 0;
  }
}
