package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ApiPath;
import dev.stevedore.docker.command.Download;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.http.RequestBody;
import java.util.Optional;

/** Copies files out of a container to a tar archive on stdout, or into it from one on stdin. */
public final class CopyCommand implements Command {
  /** A path in a container. */
  private record Place(String container, String path) {
    /** Reads {@code web:/etc}; a path that begins with a slash or a dot is one of this machine. */
    static Optional<Place> parse(String text) {
      int colon = text.indexOf(':');
      boolean local = text.startsWith("/") || text.startsWith(".");
      return local || colon <= 0
          ? Optional.empty()
          : Optional.of(new Place(text.substring(0, colon), text.substring(colon + 1)));
    }

    String target() {
      return Query.of(ApiPath.container(container, "/archive")).with("path", path).target();
    }
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "CONTAINER:SRC_PATH - | - CONTAINER:DEST_PATH",
        "Copy files between a container and a tar archive on stdin or stdout",
        Arity.exactly(2),
        FlagTable.builder().bool("quiet", 'q', "Has no effect").build());
  }

  @Override
  public int run(Call call) {
    Optional<Place> source = Place.parse(call.argument(0));
    Optional<Place> target = Place.parse(call.argument(1));
    if (source.isPresent() && target.isPresent()) {
      throw new CliException("copying between containers is not supported");
    }
    if (source.isEmpty() && target.isEmpty()) {
      throw new CliException("must specify at least one container source");
    }
    if (!call.argument(source.isPresent() ? 1 : 0).equals("-")) {
      throw new CliException(
          "copying to and from local files is not available yet: use - for a tar archive on stdin"
              + " or stdout");
    }
    if (source.isPresent()) {
      Download.toFile(call, source.get().target(), "", "copy");
    } else {
      target.ifPresent(
          place ->
              call.engine()
                  .call(
                      "PUT",
                      place.target(),
                      new RequestBody.Stream(
                          "application/x-tar", call.session().machine().stdin())));
    }
    return 0;
  }
}
