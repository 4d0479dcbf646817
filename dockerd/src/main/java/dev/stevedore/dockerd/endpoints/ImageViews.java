package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiVersion;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.lib.oci.image.History;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Images as the API shows them. */
final class ImageViews {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ImageViews() {}

  /** When an image was made; the year 1 if it does not say. */
  static Instant created(String text) {
    try {
      return text.isEmpty() ? GoTime.ZERO : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return GoTime.ZERO;
    }
  }

  /** One line of {@code docker images}. */
  static ObjectNode summary(ImageStore.Named named, long size, ApiVersion version) {
    Image image = named.image();
    ObjectNode json = JSON.objectNode();
    json.put("Containers", -1);
    json.put("Created", created(image.config().created()).getEpochSecond());
    json.put("Id", image.id().toString());
    JsonNode labels = image.defaults().node("Labels");
    json.set("Labels", labels);
    json.put("ParentId", "");
    json.set("RepoDigests", texts(named.digests()));
    json.set("RepoTags", texts(named.tags()));
    json.put("SharedSize", -1);
    json.put("Size", size);
    if (version.before(44)) {
      json.put("VirtualSize", size);
    }
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = JSON.arrayNode();
    texts.forEach(array::add);
    return array;
  }

  /** {@code docker image inspect}. */
  static ObjectNode inspect(ImageStore.Named named, long size, ApiVersion version) {
    Image image = named.image();
    ObjectNode json = JSON.objectNode();
    json.put("Id", image.id().toString());
    json.set("RepoTags", texts(named.tags()));
    json.set("RepoDigests", texts(named.digests()));
    json.put("Parent", "");
    json.put("Comment", image.config().comment());
    json.put("Created", GoTime.format(created(image.config().created())));
    json.put("DockerVersion", image.json().string("docker_version"));
    json.put("Author", image.config().author());
    json.set(
        "Config",
        version.before(50) ? asContainer(image.defaults().json()) : image.defaults().json());
    // Docker leaves it out since 1.45. Compose 1 looks here for the volumes of a container that it
    // makes anew, and asks for the newest version.
    json.set("ContainerConfig", asContainer(image.json().object("container_config").json()));
    json.put("Architecture", image.config().platform().architecture());
    if (!image.config().platform().variant().isEmpty()) {
      json.put("Variant", image.config().platform().variant());
    }
    json.put("Os", image.config().platform().os());
    json.put("Size", size);
    if (version.before(44)) {
      json.put("VirtualSize", size);
    }
    json.putObject("GraphDriver").put("Name", "overlayfs").putObject("Data");
    ObjectNode rootfs = json.putObject("RootFS");
    rootfs.put("Type", "layers");
    ArrayNode layers = rootfs.putArray("Layers");
    image.config().diffIds().forEach(id -> layers.add(id.toString()));
    json.putObject("Metadata").put("LastTagTime", GoTime.format(named.lastTagged()));
    if (version.atLeast(48)) {
      json.set("Descriptor", Json.tree(image.target().toJson().toString()));
    }
    return json;
  }

  /** An image's defaults in the form of a container's config, where no field is left out. */
  private static ObjectNode asContainer(ObjectNode config) {
    ObjectNode json = JSON.objectNode();
    for (String name : List.of("Hostname", "Domainname", "User", "Image", "WorkingDir")) {
      json.put(name, "");
    }
    for (String name :
        List.of("AttachStdin", "AttachStdout", "AttachStderr", "Tty", "OpenStdin", "StdinOnce")) {
      json.put(name, false);
    }
    for (String name : List.of("Env", "Cmd", "Volumes", "Entrypoint", "OnBuild", "Labels")) {
      json.putNull(name);
    }
    json.setAll(config);
    return json;
  }

  /** {@code docker history}: the newest layer first. */
  static ArrayNode history(ImageStore.Named named, List<Long> layerSizes) {
    Image image = named.image();
    List<ObjectNode> lines = new ArrayList<>();
    int layer = 0;
    for (History step : image.config().history()) {
      ObjectNode json = JSON.objectNode();
      json.put("Id", "<missing>");
      json.put("Created", created(step.created()).getEpochSecond());
      json.put("CreatedBy", step.createdBy());
      json.putNull("Tags");
      boolean empty = step.emptyLayer() || layer >= layerSizes.size();
      json.put("Size", empty ? 0 : layerSizes.get(layer));
      layer += empty ? 0 : 1;
      json.put("Comment", step.comment());
      lines.add(json);
    }
    ArrayNode array = JSON.arrayNode();
    lines.reversed().forEach(array::add);
    if (!array.isEmpty()) {
      ObjectNode top = (ObjectNode) array.get(0);
      top.put("Id", image.id().toString());
      top.set("Tags", named.tags().isEmpty() ? JSON.nullNode() : texts(named.tags()));
    }
    return array;
  }
}
