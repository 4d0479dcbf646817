package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.lib.daemon.Parallel;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;

/**
 * Unpacks an image's layers into snapshots, each named by its chain id.
 *
 * <pre>
 * for each layer:  Stat(chain id)? → there already
 *                  Prepare("extract-…", parent) → Diff.Apply(layer) → Commit(chain id)
 * </pre>
 *
 * <p>Where the snapshotter can give a layer its parent on commit, layers are unpacked at the same
 * time, on top of nothing, and committed in their order.
 */
public final class Unpacker {
  /** containerd keeps up to three threads busy with each. */
  private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);

  /** How snapshots are called while they are unpacked, with more behind it. */
  static final String KEY = "extract-";

  private final LayerSnapshots snapshots;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** What is being unpacked, and goes if it is not committed. */
  private final Set<String> prepared = ConcurrentHashMap.newKeySet();

  /** Unpacks into a snapshotter of containerd's. */
  public Unpacker(ContainerdClient containerd, String snapshotter) {
    this.snapshots = new LayerSnapshots(containerd, snapshotter);
  }

  /**
   * A layer of an image.
   *
   * @param diffId its digest without compression
   * @param parent the snapshot below; empty for none
   * @param name the snapshot that it becomes
   */
  public record Layer(Descriptor blob, Digest diffId, String parent, String name) {}

  /** What goes on around the unpacking of layers; called by several threads. */
  public interface Steps {
    /** Waits until the layer's blob is there. */
    void await(Layer layer) throws IOException, InterruptedException;

    /** The layer is being unpacked. */
    void begin(Layer layer);

    /** The layer and all below it are unpacked. */
    void done(Layer layer);
  }

  /**
   * The layers of an image, the lowest first.
   *
   * @throws BrokenArchiveException if its config and its manifest do not agree
   */
  public static List<Layer> layers(Image image) throws IOException {
    List<Digest> diffIds = image.config().diffIds();
    List<String> chain = image.snapshots();
    List<Descriptor> blobs = image.manifest().layers();
    if (blobs.size() != diffIds.size()) {
      throw new BrokenArchiveException(
          "image %s has %d layers, but its config names %d"
              .formatted(image.id(), blobs.size(), diffIds.size()));
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      layers.add(
          new Layer(blobs.get(i), diffIds.get(i), i == 0 ? "" : chain.get(i - 1), chain.get(i)));
    }
    return layers;
  }

  /**
   * Unpacks what is not unpacked yet, of an image whose blobs are all there.
   *
   * @param progress told each layer's diff id and size once it is there
   * @throws BrokenArchiveException if a layer is not what the image config says
   */
  public void unpack(Image image, BiConsumer<Digest, Long> progress) throws IOException {
    Steps steps =
        new Steps() {
          @Override
          public void await(Layer layer) {}

          @Override
          public void begin(Layer layer) {}

          @Override
          public void done(Layer layer) {
            progress.accept(layer.diffId(), layer.blob().size());
          }
        };
    try {
      unpack(layers(image), steps);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Unpacks layers, of which each is the next one's parent, as far as they are not unpacked.
   *
   * @throws BrokenArchiveException if a layer is not what the image config says
   */
  public void unpack(List<Layer> layers, Steps steps) throws IOException, InterruptedException {
    boolean together = layers.size() > 1 && snapshots.canRebase();
    try {
      if (together) {
        together(layers, steps);
      } else {
        for (Layer layer : layers) {
          steps.await(layer);
          commit(layer, apply(layer, layer.parent(), steps), "", steps);
        }
      }
    } finally {
      prepared.forEach(snapshots::remove);
      prepared.clear();
    }
  }

  private void together(List<Layer> layers, Steps steps) throws IOException, InterruptedException {
    try (Parallel<Layer, Optional<String>> all =
        Parallel.start(
            layers,
            layers.size(),
            layer -> {
              steps.await(layer);
              places.acquire();
              try {
                return apply(layer, "", steps);
              } finally {
                places.release();
              }
            })) {
      for (Layer layer : layers) {
        commit(layer, all.await(layer), layer.parent(), steps);
      }
    }
  }

  /** Unpacks a layer on top of a parent, or of nothing; gives the snapshot's key. */
  private Optional<String> apply(Layer layer, String parent, Steps steps) throws IOException {
    if (exists(layer.name())) {
      return Optional.empty();
    }
    steps.begin(layer);
    String key = KEY + UUID.randomUUID() + " " + layer.name();
    prepared.add(key);
    var mounts = snapshots.prepare(key, parent);
    boolean rebased = parent.isEmpty() && !layer.parent().isEmpty();
    String applied = snapshots.apply(layer.blob(), rebased ? LayerSnapshots.upper(mounts) : mounts);
    if (!applied.equals(layer.diffId().toString())) {
      throw new BrokenArchiveException(
          "layer "
              + layer.blob().digest()
              + " unpacks to "
              + applied
              + ", not to "
              + layer.diffId());
    }
    return Optional.of(key);
  }

  private void commit(Layer layer, Optional<String> key, String parent, Steps steps) {
    if (key.isPresent() && snapshots.commit(key.get(), layer.name(), parent)) {
      prepared.remove(key.get());
    }
    steps.done(layer);
  }

  /** Whether a layer with all below it is unpacked. */
  public boolean exists(String name) {
    return snapshots.exists(name);
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
