package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.copy.LocalPath;
import dev.stevedore.docker.flags.FlagTable;
import java.util.Optional;

/** Copies files between this machine and a container. */
public final class CopyCommand implements Command {
  /** A path in a container. */
  record Place(String container, String path) {
    /** Reads {@code web:/etc}; a path that begins with a slash or a dot is one of this machine. */
    static Optional<Place> parse(String text) {
      int colon = text.indexOf(':');
      boolean local = text.startsWith("/") || text.startsWith(".");
      return local || colon <= 0
          ? Optional.empty()
          : Optional.of(new Place(text.substring(0, colon), text.substring(colon + 1)));
    }
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER:SRC_PATH DEST_PATH|- | [OPTIONS] SRC_PATH|- CONTAINER:DEST_PATH",
        "Copy files and directories between a container and this machine",
        Arity.exactly(2),
        FlagTable.builder()
            .bool("archive", 'a', "Copy into a container as its user, not as the files' owners")
            .bool("follow-link", 'L', "Follow a link that SRC_PATH is")
            .bool("quiet", 'q', "Do not show how it goes; so it is without a terminal")
            .build());
  }

  @Override
  public int run(Call call) {
    if (call.argument(0).isEmpty()) {
      throw new CliException("source can not be empty");
    }
    if (call.argument(1).isEmpty()) {
      throw new CliException("destination can not be empty");
    }
    Optional<Place> source = Place.parse(call.argument(0));
    Optional<Place> target = Place.parse(call.argument(1));
    if (source.isPresent() && target.isPresent()) {
      throw new CliException("copying between containers is not supported");
    }
    if (source.isPresent()) {
      new CopyOut(call, source.get()).to(local(call, call.argument(1)));
    } else if (target.isPresent()) {
      new CopyIn(call, target.get()).from(local(call, call.argument(0)));
    } else {
      throw new CliException("must specify at least one container source");
    }
    return 0;
  }

  private static String local(Call call, String path) {
    return path.equals("-")
        ? path
        : LocalPath.absolute(path, call.session().machine().workingDirectory());
  }
}
