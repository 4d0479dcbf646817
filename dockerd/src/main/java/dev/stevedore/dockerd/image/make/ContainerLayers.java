package dev.stevedore.dockerd.image.make;

import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.lib.containerdapi.diff.DiffRequest;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.ViewSnapshotRequest;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What a container's file system is, and what of it is not its image's, by containerd's Diff. */
public final class ContainerLayers {
  /** A tar with nothing in it: 1024 zeros. */
  private static final String NOTHING =
      "sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef";

  private static final String UNCOMPRESSED = "containerd.io/uncompressed";

  private final ImageMaker maker;

  /** Works with what a maker works with. */
  public ContainerLayers(ImageMaker maker) {
    this.maker = maker;
  }

  /**
   * What {@code docker commit} is told beside the configuration.
   *
   * @param name that the image gets; empty for none
   * @param createdBy what ran in the container
   */
  public record Commit(
      Optional<ImageReference> name, String author, String comment, String createdBy) {}

  /**
   * Makes an image of a container.
   *
   * @param image that the container was made from
   * @param rootfs the mounts of the container's file system
   * @param config the new image's {@code config} object
   */
  public Image commit(
      Image image,
      List<Mount> rootfs,
      com.fasterxml.jackson.databind.node.ObjectNode config,
      Commit commit)
      throws IOException {
    try (Lease lease = Lease.open(maker.containerd(), "stevedore-commit-")) {
      ImageMaker.Layer layer = difference(image, rootfs, lease);
      boolean changed = !layer.diffId().toString().equals(NOTHING);
      return maker.make(
          Optional.of(image),
          changed ? Optional.of(layer) : Optional.empty(),
          new ImageMaker.Top(
              config,
              commit.author(),
              commit.comment(),
              commit.createdBy(),
              image.config().platform()),
          commit.name(),
          lease);
    }
  }

  private ImageMaker.Layer difference(Image image, List<Mount> rootfs, Lease lease)
      throws IOException {
    if (image.topSnapshot().isEmpty()) {
      return diff(List.of(), rootfs, MediaTypes.LAYER_GZIP, lease);
    }
    String key = "stevedore-view-" + UUID.randomUUID();
    var snapshots = lease.client().snapshots();
    List<Mount> below =
        snapshots
            .view(
                ViewSnapshotRequest.newBuilder()
                    .setSnapshotter(maker.snapshotter())
                    .setKey(key)
                    .setParent(image.topSnapshot())
                    .build())
            .getMountsList();
    try {
      return diff(below, rootfs, MediaTypes.LAYER_GZIP, lease);
    } finally {
      snapshots.remove(
          RemoveSnapshotRequest.newBuilder()
              .setSnapshotter(maker.snapshotter())
              .setKey(key)
              .build());
    }
  }

  private static ImageMaker.Layer diff(
      List<Mount> left, List<Mount> right, String mediaType, Lease lease) throws IOException {
    var found =
        lease
            .client()
            .diff()
            .diff(
                DiffRequest.newBuilder()
                    .addAllLeft(left)
                    .addAllRight(right)
                    .setMediaType(mediaType)
                    .build())
            .getDiff();
    Digest digest = Digest.parse(found.getDigest());
    String diffId =
        mediaType.equals(MediaTypes.LAYER)
            ? digest.toString()
            : new BlobStore(lease.client()).labels(digest).getOrDefault(UNCOMPRESSED, "");
    if (diffId.isEmpty()) {
      throw new IOException("containerd does not say what layer " + digest + " is uncompressed");
    }
    return new ImageMaker.Layer(
        new Descriptor(mediaType, digest, found.getSize()), Digest.parse(diffId));
  }

  /** A file system that is made into a tar; to be closed when it is written. */
  public final class Export implements AutoCloseable {
    private final Lease lease = Lease.open(maker.containerd(), "stevedore-export-");
    private final ImageMaker.Layer all;

    /** Makes the tar; what fails, fails here. */
    public Export(List<Mount> rootfs) throws IOException {
      boolean made = false;
      try {
        all = diff(List.of(), rootfs, MediaTypes.LAYER, lease);
        made = true;
      } finally {
        if (!made) {
          lease.close();
        }
      }
    }

    /** Writes it. */
    public void write(OutputStream out) throws IOException {
      maker.images().blobs().copy(all.descriptor().digest(), out);
    }

    @Override
    public void close() {
      lease.close();
    }
  }
}
