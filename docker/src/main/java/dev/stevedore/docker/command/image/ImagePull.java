package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.command.ProgressStream;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.http.RequestBody;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;
import java.util.Optional;

/** Has the daemon pull an image. */
public final class ImagePull {
  private ImagePull() {}

  /**
   * Pulls it.
   *
   * @param platform "" for the daemon's own
   * @param out where the report goes; empty for nowhere
   */
  public static void run(Call call, ImageReference image, String platform, Optional<Output> out) {
    String which =
        image.digest().map(Object::toString).orElseGet(() -> image.tag().orElse("latest"));
    String path =
        Query.of("/images/create")
            .with("fromImage", image.name())
            .withIfSet("platform", platform)
            .with("tag", which)
            .target();
    try (Exchange answer = call.engine().stream("POST", path, RequestBody.NONE)) {
      ProgressStream.show(answer.body(), out);
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
