package dev.stevedore.containerd.transfer;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.lib.containerdapi.diff.ApplyRequest;
import dev.stevedore.lib.containerdapi.diff.ApplyResponse;
import dev.stevedore.lib.containerdapi.snapshots.CommitSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotResponse;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotResponse;
import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.oci.image.Descriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;

/** A snapshotter, as far as layers need it. */
final class LayerSnapshots {
  private final Local local;
  private final String snapshotter;

  LayerSnapshots(Local local, String snapshotter) {
    this.local = local;
    this.snapshotter = snapshotter;
  }

  boolean exists(String name) {
    try {
      StatSnapshotResponse _ =
          LocalCall.answer(
              it ->
                  local
                      .snapshots()
                      .stat(
                          StatSnapshotRequest.newBuilder()
                              .setSnapshotter(snapshotter)
                              .setKey(name)
                              .build(),
                          it));
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  List<Mount> prepare(String key, String parent) {
    return LocalCall.<PrepareSnapshotResponse>answer(
            it ->
                local
                    .snapshots()
                    .prepare(
                        PrepareSnapshotRequest.newBuilder()
                            .setSnapshotter(snapshotter)
                            .setKey(key)
                            .setParent(parent)
                            .build(),
                        it))
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
    return LocalCall.<ApplyResponse>answer(
            it ->
                local
                    .diffs()
                    .apply(
                        ApplyRequest.newBuilder()
                            .setDiff(Local.image("", layer, Map.of()).getTarget())
                            .addAllMounts(mounts)
                            .build(),
                        it))
        .getApplied()
        .getDigest();
  }

  /** Gives whether it is there now by this; if not, another was quicker. */
  boolean commit(String key, String name, String parent) {
    try {
      Empty _ =
          LocalCall.answer(
              it ->
                  local
                      .snapshots()
                      .commit(
                          CommitSnapshotRequest.newBuilder()
                              .setSnapshotter(snapshotter)
                              .setKey(key)
                              .setName(name)
                              .setParent(parent)
                              .build(),
                          it));
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
      return false;
    }
  }

  /** Removes a snapshot, if it is there. */
  void remove(String key) {
    if (!exists(key)) {
      return;
    }
    Empty _ =
        LocalCall.answer(
            it ->
                local
                    .snapshots()
                    .remove(
                        RemoveSnapshotRequest.newBuilder()
                            .setSnapshotter(snapshotter)
                            .setKey(key)
                            .build(),
                        it));
  }
}
