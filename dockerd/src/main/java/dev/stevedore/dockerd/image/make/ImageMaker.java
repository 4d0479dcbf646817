package dev.stevedore.dockerd.image.make;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.GoTime;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.ImageLabels;
import dev.stevedore.dockerd.image.ImageStore;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.Unpacker;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts an image together from layers and a configuration. */
public final class ImageMaker {
  private final ContainerdClient containerd;
  private final String snapshotter;
  private final ImageStore images;

  /** Makes images in a store. */
  public ImageMaker(ContainerdClient containerd, String snapshotter, ImageStore images) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.images = images;
  }

  ContainerdClient containerd() {
    return containerd;
  }

  String snapshotter() {
    return snapshotter;
  }

  ImageStore images() {
    return images;
  }

  /** A layer that was stored, and the digest of what it is uncompressed. */
  record Layer(Descriptor descriptor, Digest diffId) {}

  /**
   * What the top of an image is.
   *
   * @param config the image config's {@code config} object
   * @param author who made it; empty if nobody says
   * @param comment free text; empty for none
   * @param createdBy what made it, for the history
   * @param platform what it is for, if it stands on none
   */
  record Top(
      ObjectNode config, String author, String comment, String createdBy, Platform platform) {}

  /**
   * Makes an image.
   *
   * @param below the image it stands on; empty for none
   * @param layer that is added; empty if nothing has changed but the configuration
   * @param name that it gets; empty for none
   * @param lease holds what is made until the image does
   */
  Image make(
      Optional<Image> below,
      Optional<Layer> layer,
      Top top,
      Optional<ImageReference> name,
      Lease lease)
      throws IOException {
    BlobStore blobs = new BlobStore(lease.client());
    byte[] config = Json.MAPPER.writeValueAsBytes(config(below, layer, top));
    boolean docker =
        below
            .map(image -> image.manifest().mediaType().equals(MediaTypes.DOCKER_MANIFEST))
            .orElse(false);
    List<Descriptor> layers = new ArrayList<>();
    below.ifPresent(image -> layers.addAll(image.manifest().layers()));
    layer.ifPresent(added -> layers.add(typed(added.descriptor(), docker)));
    blobs.write(config);
    String type = docker ? MediaTypes.DOCKER_MANIFEST : MediaTypes.MANIFEST;
    byte[] manifest =
        new Manifest(
                type,
                Descriptor.of(docker ? MediaTypes.DOCKER_CONFIG : MediaTypes.CONFIG, config),
                layers,
                Map.of())
            .toJson()
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    blobs.write(manifest);
    Image image = images.load(Descriptor.of(type, manifest));
    image.snapshots().forEach(snapshot -> lease.holdSnapshot(snapshotter, snapshot));
    new Unpacker(lease.client(), snapshotter).unpack(image, (_, _) -> {});
    ImageLabels.set(image, blobs, snapshotter);
    if (name.isPresent()) {
      images.name(name.get().toString(), image.target());
    } else {
      images.nameless(image.target());
    }
    return image;
  }

  private static Descriptor typed(Descriptor layer, boolean docker) {
    return new Descriptor(
        docker ? MediaTypes.DOCKER_LAYER_GZIP : MediaTypes.LAYER_GZIP,
        layer.digest(),
        layer.size());
  }

  private static ObjectNode config(Optional<Image> below, Optional<Layer> layer, Top top) {
    ObjectNode json =
        below
            .map(image -> image.json().json().deepCopy())
            .orElseGet(
                () -> {
                  ObjectNode fresh = Json.MAPPER.createObjectNode();
                  fresh.put("architecture", top.platform().architecture());
                  if (!top.platform().variant().isEmpty()) {
                    fresh.put("variant", top.platform().variant());
                  }
                  return fresh.put("os", top.platform().os());
                });
    String now = GoTime.format(Instant.now());
    json.put("created", now);
    json.put("author", top.author());
    json.put("comment", top.comment());
    json.set("config", top.config());
    ObjectNode step = json.withArray("/history").addObject();
    step.put("created", now).put("created_by", top.createdBy());
    if (!top.author().isEmpty()) {
      step.put("author", top.author());
    }
    if (!top.comment().isEmpty()) {
      step.put("comment", top.comment());
    }
    if (layer.isEmpty()) {
      step.put("empty_layer", true);
    }
    ObjectNode rootfs = json.withObject("/rootfs");
    rootfs.put("type", "layers");
    var diffIds = rootfs.withArray("/diff_ids");
    layer.ifPresent(added -> diffIds.add(added.diffId().toString()));
    return json;
  }
}
