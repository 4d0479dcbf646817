package dev.stevedore.dockerd.exec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.oci.runtime.ConsoleSize;
import java.util.List;
import java.util.Optional;

/**
 * What is to be run in a container.
 *
 * @param consoleSize of its terminal, unless whoever starts it says another
 */
public record ExecConfig(
    List<String> command,
    List<String> env,
    String user,
    String workingDir,
    boolean tty,
    boolean attachStdin,
    boolean attachStdout,
    boolean attachStderr,
    boolean privileged,
    String detachKeys,
    Optional<ConsoleSize> consoleSize) {
  /** Keeps copies. */
  public ExecConfig {
    command = List.copyOf(command);
    env = List.copyOf(env);
  }

  /**
   * Reads a request.
   *
   * @throws ApiException.BadParameter with Docker's text, if there is no command
   */
  public static ExecConfig parse(JsonNode json) {
    JsonObjectView view = new JsonObjectView(json);
    List<String> command = view.strings("Cmd");
    if (command.isEmpty()) {
      throw new ApiException.BadParameter("no exec command specified");
    }
    return new ExecConfig(
        command,
        view.strings("Env"),
        view.string("User"),
        view.string("WorkingDir"),
        view.bool("Tty"),
        view.bool("AttachStdin"),
        view.bool("AttachStdout"),
        view.bool("AttachStderr"),
        view.bool("Privileged"),
        view.string("DetachKeys"),
        consoleSize(view));
  }

  /** The field ConsoleSize of a request: height and width, in characters. */
  public static Optional<ConsoleSize> consoleSize(JsonObjectView request) {
    JsonNode size = request.node("ConsoleSize");
    return size.size() == 2
        ? Optional.of(new ConsoleSize(size.get(0).asLong(), size.get(1).asLong()))
        : Optional.empty();
  }
}
