package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.EngineParts;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.volume.VolumeViews;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code GET /system/df}: how much disk images, containers and volumes take; a layer that images
 * share counts once.
 */
public final class DiskUsageEndpoint {
  private static final Set<String> TYPES = Set.of("container", "image", "volume", "build-cache");

  private final EngineParts engine;

  public DiskUsageEndpoint(EngineParts engine) {
    this.engine = engine;
  }

  public void register(Router router) {
    router.get("/system/df", this::usage);
  }

  private void usage(Exchange exchange) throws IOException {
    List<String> asked = exchange.query().all("type");
    for (String type : asked) {
      if (!TYPES.contains(type)) {
        throw new ApiException.BadParameter("unknown object type: " + type);
      }
    }
    Set<String> types = asked.isEmpty() ? TYPES : new HashSet<>(asked);
    ObjectNode json = Json.MAPPER.createObjectNode();
    List<ImageStore.Named> images = engine.images().list();
    LayerUse layers = new LayerUse(images, engine.images());
    json.put("LayersSize", types.contains("image") ? layers.total() : 0);
    json.set("Images", types.contains("image") ? images(images, layers, exchange) : null);
    json.set("Containers", types.contains("container") ? containers() : null);
    json.set("Volumes", types.contains("volume") ? VolumeViews.usage(engine.volumes()) : null);
    // There is no build cache here yet: it takes no space.
    json.set("BuildCache", types.contains("build-cache") ? Json.MAPPER.createArrayNode() : null);
    if (exchange.version().before(42)) {
      json.put("BuilderSize", 0);
    }
    exchange.respond(json);
  }

  private ArrayNode images(List<ImageStore.Named> images, LayerUse layers, Exchange exchange) {
    ArrayNode array = Json.MAPPER.createArrayNode();
    for (ImageStore.Named named : images) {
      Image image = named.image();
      ObjectNode line = ImageViews.summary(named, engine.images().size(image), exchange.version());
      line.put("SharedSize", layers.shared(image));
      line.put("Containers", users(image));
      array.add(line);
    }
    return array;
  }

  private long users(Image image) {
    String id = image.id().toString();
    return engine.registry().all().stream()
        .filter(container -> container.definition().imageId().equals(id))
        .count();
  }

  private ArrayNode containers() {
    ArrayNode array = Json.MAPPER.createArrayNode();
    Instant now = Instant.now();
    for (Container container : engine.registry().all()) {
      ObjectNode line = ContainerList.view(container, engine, now);
      line.put("SizeRw", engine.snapshots().usage(container.id()));
      array.add(line);
    }
    return array;
  }

  /** Which layers there are, how large, and in how many images. */
  private static final class LayerUse {
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<String, Integer> users = new HashMap<>();

    LayerUse(List<ImageStore.Named> images, ImageStore store) {
      for (ImageStore.Named named : images) {
        List<Long> layerSizes = store.layerSizes(named.image());
        for (int i = 0; i < layerSizes.size(); i++) {
          String layer = layer(named.image(), i);
          sizes.put(layer, layerSizes.get(i));
          users.merge(layer, 1, Integer::sum);
        }
      }
    }

    private static String layer(Image image, int index) {
      return image.config().diffIds().get(index).toString();
    }

    long total() {
      return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    long shared(Image image) {
      long sum = 0;
      for (int i = 0; i < image.config().diffIds().size(); i++) {
        String layer = layer(image, i);
        if (users.getOrDefault(layer, 0) > 1) {
          sum += sizes.getOrDefault(layer, 0L);
        }
      }
      return sum;
    }
  }
}
