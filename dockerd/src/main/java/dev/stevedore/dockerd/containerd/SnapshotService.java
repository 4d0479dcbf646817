package dev.stevedore.dockerd.containerd;

import dev.stevedore.lib.containerdapi.introspection.PluginsRequest;
import dev.stevedore.lib.containerdapi.snapshots.ListSnapshotsRequest;
import dev.stevedore.lib.containerdapi.snapshots.MountsRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.UsageRequest;
import dev.stevedore.lib.containerdapi.snapshots.ViewSnapshotRequest;
import dev.stevedore.lib.containerdapi.types.Mount;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The writable layers of containers. */
public final class SnapshotService {
  /** The label, and what a snapshotter that honours it says of itself: stevedore-containerd's. */
  private static final String SIZE = "containerd.io/snapshot/stevedore.size";

  private static final String SIZE_CAPABILITY = "stevedore.size";

  private final ContainerdClient containerd;
  private final String snapshotter;
  private final String owner;

  /**
   * Makes the service for one of containerd's snapshotters.
   *
   * @param owner the data root, by which a daemon knows its layers again
   */
  public SnapshotService(ContainerdClient containerd, String snapshotter, String owner) {
    this.containerd = containerd;
    this.snapshotter = snapshotter;
    this.owner = owner;
  }

  /** The snapshotter's name. */
  public String snapshotter() {
    return snapshotter;
  }

  /**
   * Makes a writable layer.
   *
   * @param parent the snapshot below; empty for none
   * @param size bytes that it may hold, where {@link #limitsSizes}; empty for no limit
   * @return how to mount it
   */
  public List<Mount> prepare(String key, String parent, OptionalLong size) {
    PrepareSnapshotRequest.Builder request =
        PrepareSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setKey(key)
            .setParent(parent)
            // Nothing of containerd's points to it before the container's first start.
            .putLabels("containerd.io/gc.root", Instant.now().toString())
            .putLabels(TaskService.OWNER, owner);
    size.ifPresent(bytes -> request.putLabels(SIZE, Long.toString(bytes)));
    return containerd.snapshots().prepare(request.build()).getMountsList();
  }

  /**
   * Whether the snapshotter says that it can limit what a layer may hold; containerd's own cannot.
   */
  public boolean limitsSizes() {
    PluginsRequest request =
        PluginsRequest.newBuilder()
            .addFilters("type==io.containerd.snapshotter.v1,id==" + snapshotter)
            .build();
    return containerd.introspection().plugins(request).getPluginsList().stream()
        .anyMatch(plugin -> plugin.getCapabilitiesList().contains(SIZE_CAPABILITY));
  }

  /**
   * Makes a layer that can only be read, or finds the one that is there.
   *
   * @param parent the snapshot that it shows
   * @return how to mount it
   */
  public List<Mount> view(String key, String parent) {
    ViewSnapshotRequest request =
        ViewSnapshotRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .setKey(key)
            .setParent(parent)
            .putLabels("containerd.io/gc.root", Instant.now().toString())
            .putLabels(TaskService.OWNER, owner)
            .build();
    try {
      return containerd.snapshots().view(request).getMountsList();
    } catch (StatusRuntimeException e) {
      if (GrpcErrors.isAlreadyExists(e)) {
        return mounts(key);
      }
      throw e;
    }
  }

  /** The keys of all layers that this daemon made for containers. */
  public List<String> ours() {
    List<String> keys = new ArrayList<>();
    ListSnapshotsRequest request =
        ListSnapshotsRequest.newBuilder()
            .setSnapshotter(snapshotter)
            .addFilters("labels.\"" + TaskService.OWNER + "\"==\"" + owner + "\"")
            .build();
    containerd
        .snapshots()
        .list(request)
        .forEachRemaining(part -> part.getInfoList().forEach(info -> keys.add(info.getName())));
    return keys;
  }

  /** How to mount a layer. */
  public List<Mount> mounts(String key) {
    return containerd
        .snapshots()
        .mounts(MountsRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build())
        .getMountsList();
  }

  /** Bytes that a layer takes on disk. */
  public long usage(String key) {
    return containerd
        .snapshots()
        .usage(UsageRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build())
        .getSize();
  }

  /** Removes a layer, if it is there. */
  public void remove(String key) {
    try {
      containerd
          .snapshots()
          .remove(
              RemoveSnapshotRequest.newBuilder().setSnapshotter(snapshotter).setKey(key).build());
    } catch (StatusRuntimeException e) {
      if (!GrpcErrors.isNotFound(e)) {
        throw e;
      }
    }
  }
}
