package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.util.Optional;

/** Pulls an image from a registry. */
public final class PullCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] NAME[:TAG|@DIGEST]",
        "Pull an image from a registry",
        Arity.exactly(1),
        FlagTable.builder()
            .string("platform", "Platform of the image, os/architecture")
            .bool("quiet", 'q', "Do not show how it goes")
            .build());
  }

  @Override
  public int run(Call call) {
    ImageReference given = ImageNames.parse(call.argument(0));
    ImageReference image = given.withDefaultTag();
    boolean quiet = call.flags().bool("quiet");
    if (!quiet && !image.equals(given)) {
      call.out().println("Using default tag: latest");
      call.out().flush();
    }
    ImagePull.run(
        call,
        image,
        call.flags().string("platform"),
        quiet ? Optional.empty() : Optional.of(call.out()));
    call.out().println(image.toString());
    return 0;
  }
}
