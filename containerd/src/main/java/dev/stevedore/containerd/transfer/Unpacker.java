package dev.stevedore.containerd.transfer;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.containerd.snapshots.SnapshotStore;
import dev.stevedore.lib.containerdapi.diff.ApplyRequest;
import dev.stevedore.lib.containerdapi.diff.ApplyResponse;
import dev.stevedore.lib.containerdapi.snapshots.CommitSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotResponse;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotResponse;
import dev.stevedore.lib.containerdapi.transfer.UnpackConfiguration;
import dev.stevedore.lib.oci.image.ChainIds;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.Platform;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes snapshots of an image's layers. */
final class Unpacker {
  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";

  private final Local local;
  private final String snapshotter;
  private final Platform platform;

  /** One that does what a client has asked for. */
  Unpacker(Local local, UnpackConfiguration wanted) {
    this.local = local;
    this.snapshotter =
        wanted.getSnapshotter().isEmpty() ? SnapshotStore.OVERLAYFS : wanted.getSnapshotter();
    this.platform =
        wanted.hasPlatform() && !wanted.getPlatform().getOs().isEmpty()
            ? PlatformMessages.read(wanted.getPlatform())
            : Platform.host();
  }

  /** Unpacks the layers of a manifest, all of whose blobs are there, if it is for the platform. */
  void unpack(Descriptor target, Manifest manifest) throws IOException {
    Digest configDigest = manifest.config().digest();
    ImageConfig config =
        ImageConfig.parse(new String(local.read(configDigest), StandardCharsets.UTF_8));
    boolean suits = target.platform().orElse(config.platform()).runsOn(platform);
    if (!suits) {
      return;
    }
    List<Digest> diffIds = config.diffIds();
    if (diffIds.size() != manifest.layers().size()) {
      throw Failure.invalidArgument(
          "number of layers and diffIDs don't match: "
              + manifest.layers().size()
              + " != "
              + diffIds.size());
    }
    List<Digest> chain = ChainIds.of(diffIds);
    String parent = "";
    for (int i = 0; i < chain.size(); i++) {
      String name = chain.get(i).toString();
      if (!exists(name)) {
        layer(manifest.layers().get(i), diffIds.get(i), parent, name);
      }
      parent = name;
    }
    if (!parent.isEmpty()) {
      local.label(configDigest, Map.of(SNAPSHOT + snapshotter, parent));
    }
  }

  private boolean exists(String name) {
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

  private void layer(Descriptor layer, Digest diffId, String parent, String name)
      throws IOException {
    String key = "extract-" + UUID.randomUUID() + " " + name;
    PrepareSnapshotResponse prepared =
        LocalCall.answer(
            it ->
                local
                    .snapshots()
                    .prepare(
                        PrepareSnapshotRequest.newBuilder()
                            .setSnapshotter(snapshotter)
                            .setKey(key)
                            .setParent(parent)
                            .build(),
                        it));
    boolean done = false;
    try {
      ApplyResponse applied =
          LocalCall.answer(
              it ->
                  local
                      .diffs()
                      .apply(
                          ApplyRequest.newBuilder()
                              .setDiff(Local.image("", layer, Map.of()).getTarget())
                              .addAllMounts(prepared.getMountsList())
                              .build(),
                          it));
      String found = applied.getApplied().getDigest();
      if (!found.equals(diffId.toString())) {
        throw new IOException(
            "wrong diff id calculated on extraction \"" + found + "\", expected " + diffId);
      }
      local.label(layer.digest(), Map.of(UNCOMPRESSED, diffId.toString()));
      commit(key, name);
      done = true;
    } finally {
      if (!done) {
        remove(key);
      }
    }
  }

  private void commit(String key, String name) {
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
                              .build(),
                          it));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.ALREADY_EXISTS) {
        throw e;
      }
      // Somebody else was quicker.
      remove(key);
    }
  }

  private void remove(String key) {
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
