package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.diff.ApplyRequest;
import dev.stevedore.lib.containerdapi.introspection.Plugin;
import dev.stevedore.lib.containerdapi.introspection.PluginsRequest;
import dev.stevedore.lib.containerdapi.snapshots.CommitSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Descriptor;
import io.grpc.StatusRuntimeException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A snapshotter of containerd's, as far as layers need it. */
final class LayerSnapshots {
  private static final Logger LOG = LoggerFactory.getLogger(LayerSnapshots.class);

  private final ContainerdClient containerd;
  private final String snapshotter;

  LayerSnapshots(ContainerdClient containerd, String snapshotter) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
  }

  /** Whether a snapshot can be given its parent when it is committed (containerd 2, and ours). */
  boolean canRebase() {
    PluginsRequest request =
        PluginsRequest.newBuilder()
            .addFilters("type==io.containerd.snapshotter.v1,id==" + snapshotter)
            .build();
    return containerd.introspection().plugins(request).getPluginsList().stream()
        .map(Plugin::getCapabilitiesList)
        .anyMatch(capabilities -> capabilities.contains("rebase"));
  }

  boolean exists(String name) {
    try {
      var _ =
          containerd
              .snapshots()
              .stat(
                  StatSnapshotRequest.newBuilder()
                      .setSnapshotter(snapshotter)
                      .setKey(name)
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  List<Mount> prepare(String key, String parent) {
    return containerd
        .snapshots()
        .prepare(
            PrepareSnapshotRequest.newBuilder()
                .setSnapshotter(snapshotter)
                .setKey(key)
                .setParent(parent)
                .build())
        .getMountsList();
  }

  /**
   * The mounts of a snapshot that is on top of nothing yet, as the upper directory of an overlay:
   * what a layer hides is then written as overlayfs has it.
   */
  static List<Mount> upper(List<Mount> mounts) {
    return mounts.stream()
        .map(
            bind ->
                Mount.newBuilder()
                    .setType("overlay")
                    .setSource("overlay")
                    .addOptions("upperdir=" + bind.getSource())
                    .build())
        .toList();
  }

  /** Unpacks a layer; gives its digest without compression. */
  String apply(Descriptor layer, List<Mount> mounts) {
    ApplyRequest request =
        ApplyRequest.newBuilder().setDiff(Unpacker.message(layer)).addAllMounts(mounts).build();
    return containerd.diff().apply(request).getApplied().getDigest();
  }

  /**
   * Commits a snapshot.
   *
   * @param parent what it is on top of, if it was made on top of nothing; or empty
   * @return false if another unpacking was faster: the key is then still there
   */
  boolean commit(String key, String name, String parent) {
    try {
      var _ =
          containerd
              .snapshots()
              .commit(
                  CommitSnapshotRequest.newBuilder()
                      .setSnapshotter(snapshotter)
                      .setName(name)
                      .setKey(key)
                      .setParent(parent)
                      .build());
      return true;
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isAlreadyExists(e)) {
        return false;
      }
      throw e;
    }
  }

  void remove(String key) {
    try {
      var _ =
          containerd
              .snapshots()
              .remove(
                  RemoveSnapshotRequest.newBuilder()
                      .setSnapshotter(snapshotter)
                      .setKey(key)
                      .build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        // When the lease ends, containerd collects it.
        LOG.warn("remove of snapshot {}: {}", key, GrpcErrors.text(e));
      }
    }
  }
}
