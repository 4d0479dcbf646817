package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.lib.oci.reference.ImageReference;

/** Makes an image of what a container has changed. */
public final class CommitCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] CONTAINER [REPOSITORY[:TAG]]",
        "Make an image of what a container has changed",
        Arity.between(1, 2),
        FlagTable.builder()
            .string("author", 'a', "Who made it")
            .list("change", 'c', "Dockerfile instruction to apply")
            .string("message", 'm', "Message to keep with the image")
            .of(FlagType.BOOL, "pause", 'p', "true", "Freeze the container meanwhile")
            .build());
  }

  @Override
  public int run(Call call) {
    FlagValues flags = call.flags();
    Query query = Query.of("/commit").withIfSet("author", flags.string("author"));
    flags.list("change").forEach(change -> query.with("changes", change));
    query
        .withIfSet("comment", flags.string("message"))
        .with("container", call.argument(0))
        .withIfSet("pause", flags.bool("pause") ? "" : "0");
    if (call.arguments().size() > 1) {
      ImageReference image = ImageNames.parse(call.argument(1)).withDefaultTag();
      query.with("repo", image.name()).with("tag", image.tag().orElse("latest"));
    }
    var created = JsonFields.asObject(call.engine().post(query.target(), emptyBody()).json());
    call.out().println(JsonFields.string(created, "Id"));
    return 0;
  }

  private static JsonObject emptyBody() {
    return new JsonObject();
  }
}
