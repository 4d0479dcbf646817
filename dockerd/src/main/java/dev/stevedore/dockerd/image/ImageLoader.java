package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.events.Events;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.Platform;
import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code docker load}: an archive into containerd, under a lease, so that what a failed load stored
 * is collected again.
 */
final class ImageLoader {
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
   * @param platform which of the images for several platforms is taken
   * @throws BrokenArchiveException if it is none, or damaged
   */
  void load(InputStream in, Platform platform, Progress progress) throws IOException {
    try (Lease lease = Lease.open(containerd, "stevedore-load-")) {
      ContainerdClient leased = lease.client();
      BlobStore blobs = new BlobStore(leased);
      List<ArchivedImage> images = new ArchiveReader(blobs, platform).read(in);
      Unpacker unpacker = new Unpacker(leased, snapshotter);
      for (ArchivedImage archived : images) {
        finish(archived, lease, blobs, unpacker, progress);
      }
    } catch (JsonFormatException e) {
      BrokenArchiveException broken = new BrokenArchiveException(String.valueOf(e.getMessage()));
      broken.initCause(e);
      throw broken;
    }
  }

  private void finish(
      ArchivedImage archived, Lease lease, BlobStore blobs, Unpacker unpacker, Progress progress)
      throws IOException {
    Image image = store.load(archived.target());
    try {
      // Also those that are there: the image that has them may just be on its way out.
      image.snapshots().forEach(name -> lease.holdSnapshot(snapshotter, name));
      Map<Digest, Long> layers = new HashMap<>();
      unpacker.unpack(image, layers::put);
      for (Map.Entry<Digest, Long> layer : layers.entrySet()) {
        progress.layer(layer.getKey(), layer.getValue());
      }
    } catch (IOException | RuntimeException e) {
      store.forget(image);
      throw e;
    }
    ImageLabels.set(image, blobs, snapshotter);
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
}
