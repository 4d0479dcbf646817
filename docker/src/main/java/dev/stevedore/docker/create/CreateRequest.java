package dev.stevedore.docker.create;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.flags.FlagValues;

/**
 * A container to be made.
 *
 * @param image as the user named it
 * @param name the container's, "" for the daemon to choose
 * @param platform as the user gave it, "" for any
 * @param body of the call
 * @param streams what is attached
 * @param terminal whether it has a terminal
 * @param autoRemove whether it is removed when it ends
 * @param idFile where its id is written, "" for nowhere
 */
public record CreateRequest(
    String image,
    String name,
    String platform,
    JsonObject body,
    Streams streams,
    boolean terminal,
    boolean autoRemove,
    String idFile) {

  /**
   * Makes a request of flags and arguments.
   *
   * @param detached whether nothing is to be attached
   * @throws CliException for what Docker's CLI refuses itself
   */
  public static CreateRequest of(Machine machine, FlagValues flags, boolean detached) {
    Streams streams = detached ? Streams.NONE : Streams.of(flags);
    JsonObject body = new CreateBody(machine, flags).build(streams);
    return new CreateRequest(
        flags.arguments().getFirst(),
        flags.string("name"),
        flags.string("platform"),
        body,
        streams,
        flags.bool("tty"),
        flags.bool("rm"),
        flags.string("cidfile"));
  }
}
