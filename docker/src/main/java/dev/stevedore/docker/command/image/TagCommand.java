package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.lib.oci.reference.ImageReference;

/** Gives an image a further name. */
public final class TagCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "SOURCE_IMAGE[:TAG] TARGET_IMAGE[:TAG]", "Give an image a further name", Arity.exactly(2));
  }

  @Override
  public int run(Call call) {
    String source = call.argument(0);
    String target = call.argument(1);
    try {
      ImageNames.check(source);
    } catch (CliException e) {
      throw notAName(source, e);
    }
    ImageReference reference;
    try {
      reference = ImageNames.parse(target);
    } catch (CliException e) {
      throw notAName(target, e);
    }
    if (reference.digest().isPresent()) {
      throw new CliException("refusing to create a tag with a digest reference");
    }
    call.engine()
        .post(
            Query.of(ApiPath.image(source, "/tag"))
                .with("repo", reference.name())
                .with("tag", reference.withDefaultTag().tag().orElse("latest"))
                .target());
    return 0;
  }

  private static CliException notAName(String name, CliException cause) {
    return new CliException(
        "Error parsing reference: \"" + name + "\" is not a valid repository/tag: " + cause.text(),
        1,
        cause);
  }
}
