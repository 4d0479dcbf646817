package dev.stevedore.dockerd.image;

import dev.stevedore.lib.oci.image.Manifest;
import java.util.HashMap;
import java.util.Map;

/** What containerd's garbage collector is told by labels: what a manifest and a config need. */
public final class ImageLabels {
  private ImageLabels() {}

  /** Labels the manifest with its config and layers, and the config with its snapshot. */
  public static void set(Image image, BlobStore blobs, String snapshotter) {
    Manifest manifest = image.manifest();
    Map<String, String> labels = new HashMap<>();
    labels.put("containerd.io/gc.ref.content.config", manifest.config().digest().toString());
    for (int i = 0; i < manifest.layers().size(); i++) {
      labels.put(
          "containerd.io/gc.ref.content.l." + i, manifest.layers().get(i).digest().toString());
    }
    blobs.label(image.target().digest(), labels);
    if (!image.topSnapshot().isEmpty()) {
      blobs.label(
          image.id(), Map.of("containerd.io/gc.ref.snapshot." + snapshotter, image.topSnapshot()));
    }
  }
}
