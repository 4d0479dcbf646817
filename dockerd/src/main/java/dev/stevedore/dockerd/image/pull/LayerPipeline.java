package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.Unpacker;
import dev.stevedore.dockerd.image.Unpacker.Layer;
import dev.stevedore.lib.daemon.Parallel;
import dev.stevedore.lib.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The layers of one image: downloads side by side, and meanwhile what has come is unpacked. */
final class LayerPipeline {
  private final LayerFetch fetch;
  private final Repository repository;
  private final BlobStore blobs;
  private final Unpacker unpacker;
  private final String snapshotter;
  private final Progress progress;

  LayerPipeline(
      LayerFetch fetch,
      Repository repository,
      BlobStore blobs,
      Unpacker unpacker,
      String snapshotter,
      Progress progress) {
    this.fetch = fetch;
    this.repository = repository;
    this.blobs = blobs;
    this.unpacker = unpacker;
    this.snapshotter = snapshotter;
    this.progress = progress;
  }

  /**
   * Brings all layers in.
   *
   * @throws IOException the first failure; what came until then stays
   */
  void run(Image image, Lease lease) throws IOException, InterruptedException {
    List<Layer> missing = new ArrayList<>();
    for (Layer layer : Unpacker.layers(image)) {
      lease.holdContent(layer.blob().digest());
      lease.holdSnapshot(snapshotter, layer.name());
      boolean there = unpacker.exists(layer.name()) && blobs.has(layer.blob().digest());
      progress.status(id(layer), there ? "Already exists" : "Pulling fs layer");
      if (!there) {
        missing.add(layer);
      }
    }
    try (Parallel<Layer, Boolean> downloads =
        Parallel.start(
            missing,
            missing.size(),
            layer -> {
              fetch.fetch(repository, layer.blob(), id(layer), progress);
              return true;
            })) {
      unpacker.unpack(missing, new Told(downloads));
    }
  }

  /** What a layer is called in the progress. */
  private static String id(Layer layer) {
    return layer.blob().digest().shortHex();
  }

  /** Waits for downloads, and tells what goes on. */
  private final class Told implements Unpacker.Steps {
    private final Parallel<Layer, Boolean> downloads;

    Told(Parallel<Layer, Boolean> downloads) {
      this.downloads = downloads;
    }

    @Override
    public void await(Layer layer) throws IOException, InterruptedException {
      boolean _ = downloads.await(layer);
    }

    @Override
    public void begin(Layer layer) {
      progress.bytes(id(layer), "Extracting", 0, layer.blob().size());
    }

    @Override
    public void done(Layer layer) {
      progress.status(id(layer), "Pull complete");
    }
  }
}
