package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.command.ImageNames;
import dev.stevedore.docker.command.ProgressDisplay;
import dev.stevedore.docker.command.image.ImagePull;
import dev.stevedore.docker.create.CreateRequest;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.format.JsonFields;

/** Makes a container, and pulls its image first if that is wanted or missing. */
final class Creation {
  private static final String ALWAYS = "always";
  private static final String MISSING = "missing";

  private final Call call;
  private final CreateRequest request;
  private final String pull;

  Creation(Call call, CreateRequest request) {
    this.call = call;
    this.request = request;
    this.pull = call.flags().string("pull");
  }

  /** Refuses a policy that there is not. */
  static void checkPull(String pull) {
    switch (pull) {
      case ALWAYS, MISSING, "never", "" -> {}
      default ->
          throw new CliException(
              "invalid pull option: '"
                  + pull
                  + "': must be one of \"always\", \"missing\" or \"never\"");
    }
  }

  /**
   * Makes it.
   *
   * @return its id
   */
  String create() {
    ImageNames.check(request.image());
    if (!request.idFile().isEmpty() && call.session().machine().fileExists(request.idFile())) {
      throw new CliException(
          "container ID file found, make sure the other container isn't running or delete "
              + request.idFile());
    }
    if (pull.equals(ALWAYS)) {
      pullImage();
    }
    JsonObject created = JsonFields.asObject(createOrPull());
    for (String warning : JsonFields.strings(created, "Warnings")) {
      call.err().println("WARNING: " + warning);
    }
    call.err().flush();
    String id = JsonFields.string(created, "Id");
    writeIdFile(id);
    return id;
  }

  private JsonValue createOrPull() {
    String path =
        Query.of("/containers/create")
            .withIfSet("name", request.name())
            .withIfSet("platform", request.platform())
            .target();
    try {
      return call.engine().post(path, request.body()).json();
    } catch (ApiException e) {
      if (!e.isNotFound() || !pull.equals(MISSING) || !e.reason().contains("image")) {
        throw e;
      }
      if (!call.flags().bool("quiet")) {
        call.err()
            .println("Unable to find image '" + ImageNames.familiar(request.image()) + "' locally");
        call.err().flush();
      }
      pullImage();
      return call.engine().post(path, request.body()).json();
    }
  }

  private void pullImage() {
    ImagePull.run(
        call, ImageNames.parse(request.image()).withDefaultTag(), request.platform(), progress());
  }

  private ProgressDisplay progress() {
    return call.flags().bool("quiet") ? ProgressDisplay.NOWHERE : ProgressDisplay.onStderr(call);
  }

  private void writeIdFile(String id) {
    if (!request.idFile().isEmpty()) {
      Output file = call.session().machine().createFile(request.idFile());
      file.print(id);
      file.flush();
    }
  }
}
