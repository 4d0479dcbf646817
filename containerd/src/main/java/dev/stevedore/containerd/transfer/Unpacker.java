package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.snapshots.SnapshotStore;
import dev.stevedore.lib.containerdapi.transfer.UnpackConfiguration;
import dev.stevedore.lib.daemon.Parallel;
import dev.stevedore.lib.linux.UserNamespace;
import dev.stevedore.lib.oci.image.ChainIds;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.ImageConfig;
import dev.stevedore.lib.oci.image.Manifest;
import dev.stevedore.lib.oci.image.Platform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Makes snapshots of an image's layers, each as soon as its blob is there. Where the snapshotter
 * can give a layer its parent when it is committed, layers are unpacked at the same time; they are
 * committed in their order.
 *
 * <pre>
 *   layer 1  fetched ─ unpacked ─────── committed
 *   layer 2  fetched ───── unpacked ──────────── committed on layer 1
 *   layer 3  ······ fetched ─ unpacked ───────────────── committed on layer 2
 * </pre>
 */
final class Unpacker {
  /** How snapshots are called while they are unpacked, with more behind it. */
  static final String KEY = "extract-";

  private static final String SNAPSHOT = "containerd.io/gc.ref.snapshot.";
  private static final String UNCOMPRESSED = "containerd.io/uncompressed";

  /** Each keeps up to three threads busy. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  private final Local local;
  private final String snapshotter;
  private final LayerSnapshots snapshots;
  private final Platform platform;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** What is being unpacked, and goes if it is not committed. */
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  /** Waits until a blob is there. */
  @FunctionalInterface
  interface Arrivals {
    void await(Descriptor blob) throws IOException, InterruptedException;
  }

  /** A layer that is not unpacked, the snapshot that it becomes, and the one below. */
  private record Layer(Descriptor blob, Digest diffId, String name, String parent) {}

  /** One that does what a client has asked for. */
  Unpacker(Local local, UnpackConfiguration wanted) {
    this.local = local;
    this.snapshotter =
        wanted.getSnapshotter().isEmpty() ? SnapshotStore.OVERLAYFS : wanted.getSnapshotter();
    this.snapshots = new LayerSnapshots(local, snapshotter);
    this.platform =
        wanted.hasPlatform() && !wanted.getPlatform().getOs().isEmpty()
            ? PlatformMessages.read(wanted.getPlatform())
            : Platform.host();
  }

  /** Unpacks the layers of a manifest, if it is for the platform. */
  void unpack(Descriptor target, Manifest manifest, Arrivals blobs)
      throws IOException, InterruptedException {
    blobs.await(manifest.config());
    Digest configDigest = manifest.config().digest();
    ImageConfig config =
        ImageConfig.parse(new String(local.read(configDigest), StandardCharsets.UTF_8));
    boolean suits = target.platform().orElse(config.platform()).runsOn(platform);
    if (!suits) {
      return;
    }
    List<Layer> missing =
        layers(manifest, config).stream().filter(it -> !snapshots.exists(it.name())).toList();
    try {
      if (snapshotter.equals(SnapshotStore.OVERLAYFS) && !UserNamespace.isOurs()) {
        together(missing, blobs);
      } else {
        oneByOne(missing, blobs);
      }
    } finally {
      prepared.forEach(snapshots::remove);
      prepared.clear();
    }
    if (!config.diffIds().isEmpty()) {
      String top = ChainIds.of(config.diffIds()).getLast().toString();
      local.label(configDigest, Map.of(SNAPSHOT + snapshotter, top));
    }
  }

  private static List<Layer> layers(Manifest manifest, ImageConfig config) {
    List<Digest> diffIds = config.diffIds();
    List<Digest> chain = ChainIds.of(diffIds);
    if (diffIds.size() != manifest.layers().size()) {
      throw Failure.invalidArgument(
          "number of layers and diffIDs don't match: "
              + manifest.layers().size()
              + " != "
              + diffIds.size());
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      layers.add(
          new Layer(
              manifest.layers().get(i),
              diffIds.get(i),
              chain.get(i).toString(),
              i == 0 ? "" : chain.get(i - 1).toString()));
    }
    return layers;
  }

  private void together(List<Layer> layers, Arrivals blobs)
      throws IOException, InterruptedException {
    Parallel.Work<Layer, String> work =
        layer -> {
          blobs.await(layer.blob());
          places.acquire();
          try {
            return apply(layer, "");
          } finally {
            places.release();
          }
        };
    try (Parallel<Layer, String> all = Together.start(layers, layers.size(), work)) {
      for (Layer layer : layers) {
        commit(layer, all.await(layer), layer.parent());
      }
    }
  }

  private void oneByOne(List<Layer> layers, Arrivals blobs)
      throws IOException, InterruptedException {
    for (Layer layer : layers) {
      blobs.await(layer.blob());
      commit(layer, apply(layer, layer.parent()), "");
    }
  }

  /** Unpacks a layer on top of a parent, or of nothing; gives the key of the snapshot. */
  private String apply(Layer layer, String parent) throws IOException {
    String key = KEY + UUID.randomUUID() + " " + layer.name();
    prepared.add(key);
    var mounts = snapshots.prepare(key, parent);
    boolean rebased = parent.isEmpty() && !layer.parent().isEmpty();
    String found = snapshots.apply(layer.blob(), rebased ? LayerSnapshots.upper(mounts) : mounts);
    if (!found.equals(layer.diffId().toString())) {
      throw new IOException(
          "wrong diff id calculated on extraction \"" + found + "\", expected " + layer.diffId());
    }
    return key;
  }

  private void commit(Layer layer, String key, String parent) {
    local.label(layer.blob().digest(), Map.of(UNCOMPRESSED, layer.diffId().toString()));
    if (snapshots.commit(key, layer.name(), parent)) {
      prepared.remove(key);
    }
  }
}
