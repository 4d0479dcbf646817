package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.command.ProgressDisplay;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.lib.oci.reference.ImageReference;

/** Pulls an image from a registry. */
public final class PullCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NAME[:TAG|@DIGEST]",
        "Pull an image from a registry",
        Arity.exactly(1),
        FlagTable.builder()
            .bool("all-tags", 'a', "Pull all tagged images of the repository")
            .bool("disable-content-trust", "Has no effect")
            .string("platform", "Platform of the image, os/architecture")
            .bool("quiet", 'q', "Do not show how it goes")
            .build());
  }

  @Override
  public int run(Call call) {
    ImageReference given = ImageNames.parse(call.argument(0));
    boolean all = call.flags().bool("all-tags");
    if (all && (given.tag().isPresent() || given.digest().isPresent())) {
      throw new CliException("tag can't be used with --all-tags/-a");
    }
    ImageReference image = all ? given : given.withDefaultTag();
    boolean quiet = call.flags().bool("quiet");
    if (!quiet && !image.equals(given)) {
      call.out().println("Using default tag: latest");
      call.out().flush();
    }
    ImagePull.run(
        call,
        image,
        call.flags().string("platform"),
        quiet ? ProgressDisplay.NOWHERE : ProgressDisplay.onStdout(call));
    call.out().println(image.toString());
    return 0;
  }
}
