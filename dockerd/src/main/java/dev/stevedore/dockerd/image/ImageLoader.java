package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.lib.containerdapi.leases.CreateRequest;
import dev.stevedore.lib.containerdapi.leases.DeleteRequest;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.reference.ImageReference;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code docker load}: an archive into containerd, under a lease, so that what a failed load stored
 * is collected again.
 */
final class ImageLoader {
  private static final Logger LOG = LoggerFactory.getLogger(ImageLoader.class);

  /** After this time containerd drops the lease itself, if this daemon died. */
  private static final Duration LEASE = Duration.ofHours(24);

  private final ContainerdClient containerd;
  private final String snapshotter;
  private final ImageStore store;
  private final Events events;

  ImageLoader(ContainerdClient containerd, String snapshotter, ImageStore store, Events events) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.store = store;
    this.events = events;
  }

  /** Told how a load goes on. */
  interface Progress {
    /** A layer is unpacked. */
    void layer(Digest diffId, long size) throws IOException;

    /** An image is there, under the text that Docker prints. */
    void loaded(String text) throws IOException;
  }

  /**
   * Loads all images of an archive.
   *
   * @param in a tar of Docker's or OCI's layout, plain or compressed with gzip, zstd, bzip2 or xz
   * @throws BrokenArchiveException if it is none, or damaged
   */
  void load(InputStream in, Progress progress) throws IOException {
    String lease = "stevedore-load-" + UUID.randomUUID();
    containerd
        .leases()
        .create(
            CreateRequest.newBuilder()
                .setId(lease)
                .putLabels("containerd.io/gc.expire", Instant.now().plus(LEASE).toString())
                .build());
    try {
      ContainerdClient leased = containerd.underLease(lease);
      BlobStore blobs = new BlobStore(leased);
      List<ArchivedImage> images = new ArchiveReader(blobs).read(in);
      Unpacker unpacker = new Unpacker(leased, snapshotter);
      for (ArchivedImage archived : images) {
        finish(archived, blobs, unpacker, progress);
      }
    } catch (JsonFormatException e) {
      BrokenArchiveException broken = new BrokenArchiveException(String.valueOf(e.getMessage()));
      broken.initCause(e);
      throw broken;
    } finally {
      endLease(lease);
    }
  }

  private void finish(ArchivedImage archived, BlobStore blobs, Unpacker unpacker, Progress progress)
      throws IOException {
    Image image = store.load(archived.target());
    try {
      Map<Digest, Long> layers = new HashMap<>();
      unpacker.unpack(image, layers::put);
      for (Map.Entry<Digest, Long> layer : layers.entrySet()) {
        progress.layer(layer.getKey(), layer.getValue());
      }
    } catch (IOException | RuntimeException e) {
      store.forget(image);
      throw e;
    }
    label(image, blobs);
    if (archived.names().isEmpty()) {
      store.nameless(image.target());
      progress.loaded("Loaded image ID: " + image.id());
    }
    for (ImageReference name : archived.names()) {
      store.name(name.toString(), image.target());
      progress.loaded("Loaded image: " + name.familiar());
    }
    events.image("load", image.id().toString(), Map.of("name", image.id().toString()));
  }

  /** Tells containerd's garbage collector what the manifest and the config point to. */
  private void label(Image image, BlobStore blobs) {
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

  private void endLease(String lease) {
    try {
      containerd.leases().delete(DeleteRequest.newBuilder().setId(lease).build());
    } catch (StatusRuntimeException e) {
      LOG.warn("delete of lease {}: {}; it expires by itself", lease, GrpcErrors.text(e));
    }
  }
}
