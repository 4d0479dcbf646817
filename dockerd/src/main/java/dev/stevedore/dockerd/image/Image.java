package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.container.config.JsonObjectView;
import dev.stevedore.lib.oci.image.ChainIds;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Manifest;
import java.util.List;

/**
 * One image, whatever names it has.
 *
 * @param target what its names point to in containerd
 * @param described what the manifest for this machine is, and for which platform
 * @param manifest that manifest
 * @param config the image config
 * @param json the image config's JSON, as it is stored
 */
public record Image(
    Descriptor target,
    Descriptor described,
    Manifest manifest,
    ImageConfig config,
    JsonObjectView json) {
  /** The image ID: the digest of its config. */
  public Digest id() {
    return manifest.config().digest();
  }

  /** The name of the snapshot that holds all its layers; empty for an image without layers. */
  public String topSnapshot() {
    List<String> chain = snapshots();
    return chain.isEmpty() ? "" : chain.getLast();
  }

  /** The names of its snapshots, lowest layer first. */
  public List<String> snapshots() {
    return ChainIds.of(config.diffIds()).stream().map(Digest::toString).toList();
  }

  /** The part that containers inherit: the {@code config} object. */
  public JsonObjectView defaults() {
    return json.object("config");
  }
}
