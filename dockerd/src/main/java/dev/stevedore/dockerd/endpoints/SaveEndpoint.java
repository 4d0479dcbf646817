package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageSave;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code GET /images/get} and {@code GET /images/NAME/get}: what {@code docker save} calls. */
public final class SaveEndpoint {
  private final ImageSave save;
  private final Events events;

  /** Saves images. */
  public SaveEndpoint(ImageSave save, Events events) {
    this.save = save;
    this.events = events;
  }

  /** Adds the routes. */
  public void register(Router router) {
    router.get("/images/get", exchange -> save(exchange, exchange.query().all("names")));
    router.get("/images/{name...}/get", exchange -> save(exchange, List.of(exchange.path("name"))));
  }

  private void save(Exchange exchange, List<String> names) throws IOException {
    List<ImageSave.Selected> selected = save.select(names);
    platform(exchange).ifPresent(wanted -> selected.forEach(one -> require(one.image(), wanted)));
    try (OutputStream out = exchange.stream("application/x-tar")) {
      for (ImageSave.Selected one : selected) {
        String id = one.image().id().toString();
        events.image("save", id, Map.of("name", id));
      }
      save.write(selected, out);
    }
  }

  /**
   * The parameter {@code platform}, a JSON object.
   *
   * @throws ApiException.BadParameter if it is something else
   */
  static Optional<Platform> platform(Exchange exchange) {
    String text = exchange.query().text("platform");
    try {
      return text.isEmpty()
          ? Optional.empty()
          : Optional.of(Platform.read(ObjectReader.parse(text)));
    } catch (JsonFormatException e) {
      throw new ApiException.BadParameter("failed to parse platform: " + e.getMessage(), e);
    }
  }

  private static void require(Image image, Platform wanted) {
    if (!image.config().platform().runsOn(wanted)) {
      throw new ApiException.NotFound(
          "image %s was found but does not provide the specified platform (%s)"
              .formatted(image.id().shortHex(), wanted));
    }
  }
}
