package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.command.ProgressDisplay;
import dev.stevedore.docker.command.ProgressStream;
import dev.stevedore.docker.credentials.Credentials;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;

/** Pushes an image to a registry. */
public final class PushCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NAME[:TAG]",
        "Push an image to a registry",
        Arity.exactly(1),
        FlagTable.builder()
            .bool("all-tags", 'a', "Push all tags of the image")
            .bool("disable-content-trust", "Has no effect")
            .string("platform", "Push only this platform, os/architecture")
            .bool("quiet", 'q', "Do not show how it goes")
            .build());
  }

  @Override
  public int run(Call call) {
    ImageReference given = ImageNames.parse(call.argument(0));
    boolean all = call.flags().bool("all-tags");
    boolean quiet = call.flags().bool("quiet");
    if (all && (given.tag().isPresent() || given.digest().isPresent())) {
      throw new CliException("tag can't be used with --all-tags/-a");
    }
    ImageReference image = all ? given : given.withDefaultTag();
    if (!quiet && !image.equals(given)) {
      call.out().println("Using default tag: latest");
      call.out().flush();
    }
    push(call, image, quiet ? ProgressDisplay.NOWHERE : ProgressDisplay.onStdout(call));
    if (quiet) {
      call.out().println(image.toString());
    }
    return 0;
  }

  private static void push(Call call, ImageReference image, ProgressDisplay display) {
    if (image.digest().isPresent()) {
      throw new CliException("cannot push a digest reference");
    }
    String platform = call.flags().string("platform");
    String path =
        Query.of(ApiPath.image(image.familiarName(), "/push"))
            .withIfSet("platform", platform.isEmpty() ? "" : Platforms.json(platform))
            .withIfSet("tag", image.tag().orElse(""))
            .target();
    String auth = Credentials.of(call.session().machine(), image).header();
    try (Exchange answer = call.engine().stream("POST", path, "X-Registry-Auth", auth)) {
      ProgressStream.show(answer.body(), display);
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
