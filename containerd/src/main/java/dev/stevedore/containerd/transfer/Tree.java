package dev.stevedore.containerd.transfer;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Index;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What an image is made of: an index leads to manifests, a manifest to a config and layers. */
final class Tree {
  private static final String ROOT_NAME = "org.opencontainers.image.ref.name";

  private Tree() {}

  /**
   * What a blob leads to.
   *
   * @param platforms which manifests of an index; empty for all
   * @param limit how many of those at most; 0 for all
   */
  static List<Descriptor> children(
      Descriptor parent, byte[] document, List<Platform> platforms, int limit) throws IOException {
    String json = new String(document, StandardCharsets.UTF_8);
    try {
      if (MediaTypes.isIndex(parent.mediaType())) {
        List<Descriptor> chosen =
            Index.parse(json).manifests().stream()
                .filter(manifest -> isFor(manifest, platforms))
                .toList();
        return limit > 0 && chosen.size() > limit ? chosen.subList(0, limit) : chosen;
      }
      if (MediaTypes.isManifest(parent.mediaType())) {
        Manifest manifest = Manifest.parse(json);
        List<Descriptor> parts = new ArrayList<>(List.of(manifest.config()));
        parts.addAll(manifest.layers());
        return parts;
      }
      return List.of();
    } catch (RuntimeException e) {
      // Whatever is wrong with the document, it is the document that is wrong.
      throw new IOException(parent.digest() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isFor(Descriptor manifest, List<Platform> platforms) {
    return platforms.isEmpty()
        || manifest.platform().isEmpty()
        || platforms.stream().anyMatch(it -> manifest.platform().get().runsOn(it));
  }

  static boolean hasChildren(Descriptor blob) {
    return MediaTypes.isIndex(blob.mediaType()) || MediaTypes.isManifest(blob.mediaType());
  }

  /** The labels by which a blob keeps its children from being collected. */
  static Map<String, String> references(List<Descriptor> children) {
    Map<String, String> labels = new LinkedHashMap<>();
    int manifests = 0;
    int layers = 0;
    int others = 0;
    for (Descriptor child : children) {
      String type = child.mediaType();
      String key;
      if (hasChildren(child)) {
        key = "m." + manifests++;
      } else if (MediaTypes.isLayer(type)) {
        key = "l." + layers++;
      } else if (MediaTypes.isConfig(type)) {
        key = "config";
      } else {
        key = Integer.toString(others++);
      }
      labels.put("containerd.io/gc.ref.content." + key, child.digest().toString());
    }
    return labels;
  }

  /** What an ingest of a blob is called, which progress is told under too. */
  static String ref(Descriptor blob) {
    String type = blob.mediaType();
    String name = blob.annotations().getOrDefault(ROOT_NAME, "");
    String key = name.isEmpty() ? blob.digest().toString() : name + "@" + blob.digest();
    if (MediaTypes.isIndex(type)) {
      return "index-" + key;
    }
    if (MediaTypes.isManifest(type)) {
      return "manifest-" + key;
    }
    if (MediaTypes.isLayer(type)) {
      return "layer-" + key;
    }
    return (MediaTypes.isConfig(type) ? "config-" : "unknown-") + key;
  }
}
