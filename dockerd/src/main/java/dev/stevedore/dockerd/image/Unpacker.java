package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.diff.ApplyRequest;
import dev.stevedore.lib.containerdapi.snapshots.CommitSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Unpacks an image's layers into snapshots, each named by its chain id.
 *
 * <pre>
 * for each layer:  Stat(chain id)? → there already
 *                  Prepare("extract-…", parent) → Diff.Apply(layer) → Commit(chain id)
 * </pre>
 */
public final class Unpacker {
  private static final Logger LOG = LoggerFactory.getLogger(Unpacker.class);

  private final ContainerdClient containerd;
  private final String snapshotter;

  /** Unpacks into a snapshotter of containerd's. */
  public Unpacker(ContainerdClient containerd, String snapshotter) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
  }

  /**
   * Unpacks what is not unpacked yet.
   *
   * @param progress told each layer's diff id and size once it is there
   * @throws BrokenArchiveException if a layer is not what the image config says
   */
  public void unpack(Image image, BiConsumer<Digest, Long> progress) throws IOException {
    List<Digest> diffIds = image.config().diffIds();
    List<String> chain = image.snapshots();
    List<Descriptor> layers = image.manifest().layers();
    if (layers.size() != diffIds.size()) {
      throw new BrokenArchiveException(
          "image %s has %d layers, but its config names %d"
              .formatted(image.id(), layers.size(), diffIds.size()));
    }
    String parent = "";
    for (int i = 0; i < layers.size(); i++) {
      if (!exists(chain.get(i))) {
        extract(layers.get(i), diffIds.get(i), parent, chain.get(i));
      }
      progress.accept(diffIds.get(i), layers.get(i).size());
      parent = chain.get(i);
    }
  }

  /**
   * Unpacks one layer on top of others.
   *
   * @param parent the snapshot below; empty for none
   * @param name the snapshot that it becomes
   * @throws BrokenArchiveException if it unpacks to something else than the diff id says
   */
  public void extract(Descriptor layer, Digest diffId, String parent, String name)
      throws IOException {
    String key = "extract-" + UUID.randomUUID() + " " + name;
    List<Mount> mounts =
        containerd
            .snapshots()
            .prepare(
                PrepareSnapshotRequest.newBuilder()
                    .setSnapshotter(snapshotter)
                    .setKey(key)
                    .setParent(parent)
                    .build())
            .getMountsList();
    boolean committed = false;
    try {
      String applied =
          containerd
              .diff()
              .apply(ApplyRequest.newBuilder().setDiff(message(layer)).addAllMounts(mounts).build())
              .getApplied()
              .getDigest();
      if (!applied.equals(diffId.toString())) {
        throw new BrokenArchiveException(
            "layer " + layer.digest() + " unpacks to " + applied + ", not to " + diffId);
      }
      committed = commit(name, key);
    } finally {
      if (!committed) {
        remove(key);
      }
    }
  }

  /** False if another unpacking was faster: the key is then still there. */
  private boolean commit(String name, String key) {
    try {
      containerd
          .snapshots()
          .commit(
              CommitSnapshotRequest.newBuilder()
                  .setSnapshotter(snapshotter)
                  .setName(name)
                  .setKey(key)
                  .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isAlreadyExists(e)) {
        return false;
      }
      throw e;
    }
  }

  /** Whether a layer with all below it is unpacked. */
  public boolean exists(String name) {
    try {
      containerd
          .snapshots()
          .stat(StatSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(name).build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  private void remove(String key) {
    try {
      containerd
          .snapshots()
          .remove(
              RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build());
    } catch (StatusRuntimeException e) {
      // When the lease ends, containerd collects it.
      LOG.warn("remove of snapshot {}: {}", key, GrpcErrors.text(e));
    }
  }

  /** A descriptor as containerd's API has it. */
  public static dev.stevedore.lib.containerdapi.types.Descriptor message(Descriptor descriptor) {
    return dev.stevedore.lib.containerdapi.types.Descriptor.newBuilder()
        .setMediaType(descriptor.mediaType())
        .setDigest(descriptor.digest().toString())
        .setSize(descriptor.size())
        .build();
  }
}
