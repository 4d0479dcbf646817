package dev.stevedore.dockerd.image.push;

import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * What of an image is sent: all as it is stored, but layers that are plain tars by gzip, and then a
 * manifest that says so. A compressed layer is kept as long as the plain one, for the next push.
 */
final class CompressedLayers {
  /** On the plain layer: where the compressed one is. containerd keeps that as long as this. */
  private static final String LABEL = "containerd.io/gc.ref.content.gzip";

  private static final int BUFFER = 64 * 1024;

  private final BlobStore blobs;
  private final Path temporary;

  /**
   * Compresses what is in a store.
   *
   * @param temporary a directory for files that are too big for the memory
   */
  CompressedLayers(BlobStore blobs, Path temporary) {
    this.blobs = blobs;
    this.temporary = temporary;
  }

  /**
   * What is sent.
   *
   * @param layers the lowest first
   * @param mediaType of the manifest
   * @param manifest its bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never changed
  record Sendable(List<Descriptor> layers, String mediaType, byte[] manifest) {}

  /**
   * Prepares an image.
   *
   * @param lease holds what is made
   */
  Sendable of(Image image, Lease lease) throws IOException {
    Manifest manifest = image.manifest();
    String type = manifest.mediaType().isEmpty() ? MediaTypes.MANIFEST : manifest.mediaType();
    List<Descriptor> layers = new ArrayList<>();
    for (Descriptor layer : manifest.layers()) {
      layers.add(isPlain(layer) ? compressed(layer, lease) : layer);
    }
    if (layers.equals(manifest.layers())) {
      return new Sendable(layers, type, blobs.read(image.described().digest()));
    }
    Manifest changed = new Manifest(type, manifest.config(), layers, manifest.annotations());
    return new Sendable(layers, type, changed.toJson().toString().getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isPlain(Descriptor layer) {
    return layer.mediaType().equals(MediaTypes.LAYER)
        || layer.mediaType().equals(MediaTypes.DOCKER_LAYER);
  }

  private Descriptor compressed(Descriptor layer, Lease lease) throws IOException {
    String type =
        layer.mediaType().equals(MediaTypes.LAYER)
            ? MediaTypes.LAYER_GZIP
            : MediaTypes.DOCKER_LAYER_GZIP;
    Optional<Digest> known =
        Optional.ofNullable(blobs.labels(layer.digest()).get(LABEL))
            .map(Digest::parse)
            .filter(blobs::has);
    if (known.isPresent()) {
      return new Descriptor(type, known.get(), blobs.size(known.get()));
    }
    Path file = Files.createTempFile(temporary, "layer", ".gz");
    try {
      try (InputStream in = blobs.open(layer.digest(), 0);
          OutputStream out = new GZIPOutputStream(Files.newOutputStream(file), BUFFER)) {
        in.transferTo(out);
      }
      try (InputStream in = Files.newInputStream(file)) {
        BlobStore.Blob blob = new BlobStore(lease.client()).write(in, Files.size(file));
        blobs.label(layer.digest(), Map.of(LABEL, blob.digest().toString()));
        return new Descriptor(type, blob.digest(), blob.size());
      }
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
