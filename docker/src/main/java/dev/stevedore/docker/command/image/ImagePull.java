package dev.stevedore.docker.command.image;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.command.ProgressDisplay;
import dev.stevedore.docker.command.ProgressStream;
import dev.stevedore.docker.credentials.Credentials;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;

/** Has the daemon pull an image. */
public final class ImagePull {
  private ImagePull() {}

  /**
   * Pulls it.
   *
   * @param image with a tag or digest; with neither, all tags are pulled
   * @param platform "" for the daemon's own
   */
  public static void run(
      Call call, ImageReference image, String platform, ProgressDisplay display) {
    String which = image.digest().map(Object::toString).or(image::tag).orElse("");
    String path =
        Query.of("/images/create")
            .with("fromImage", image.name())
            .withIfSet("platform", platform)
            .withIfSet("tag", which)
            .target();
    String auth = Credentials.of(call.session().machine(), image).header();
    try (Exchange answer = call.engine().stream("POST", path, "X-Registry-Auth", auth)) {
      ProgressStream.show(answer.body(), display);
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }
}
