package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Image;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.Unpacker;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The layers of one image: downloads side by side, and meanwhile each layer unpacked as soon as it
 * and its parents are there.
 */
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
   * One layer on its way.
   *
   * @param id in the progress
   * @param parent the snapshot below; empty for none
   * @param snapshot what it becomes
   */
  private record Step(Descriptor layer, Digest diffId, String id, String parent, String snapshot) {}

  /**
   * Brings all layers in.
   *
   * @throws IOException the first failure; what came until then stays
   */
  void run(Image image, Lease lease) throws IOException, InterruptedException {
    List<Step> missing = new ArrayList<>();
    for (Step step : steps(image)) {
      lease.holdContent(step.layer.digest());
      lease.holdSnapshot(snapshotter, step.snapshot);
      boolean there = unpacker.exists(step.snapshot) && blobs.has(step.layer.digest());
      progress.status(step.id, there ? "Already exists" : "Pulling fs layer");
      if (!there) {
        missing.add(step);
      }
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      List<Future<?>> downloads = new ArrayList<>();
      for (Step step : missing) {
        downloads.add(threads.submit(() -> download(step, failure, threads)));
      }
      for (int i = 0; i < missing.size(); i++) {
        downloads.get(i).get();
        if (failure.get() != null) {
          break;
        }
        unpack(missing.get(i));
      }
    } catch (ExecutionException e) {
      failure.compareAndSet(null, e.getCause());
    } finally {
      threads.shutdownNow();
      threads.close();
    }
    rethrow(failure.get());
  }

  private static List<Step> steps(Image image) throws IOException {
    List<Descriptor> layers = image.manifest().layers();
    List<Digest> diffIds = image.config().diffIds();
    if (layers.size() != diffIds.size()) {
      throw new IOException(
          "image %s has %d layers, but its config names %d"
              .formatted(image.id(), layers.size(), diffIds.size()));
    }
    List<String> chain = image.snapshots();
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      Descriptor layer = layers.get(i);
      steps.add(
          new Step(
              layer,
              diffIds.get(i),
              layer.digest().shortHex(),
              i == 0 ? "" : chain.get(i - 1),
              chain.get(i)));
    }
    return steps;
  }

  private void download(Step step, AtomicReference<Throwable> failure, ExecutorService all) {
    try {
      fetch.fetch(repository, step.layer, step.id, progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure.compareAndSet(null, e);
    } catch (IOException | RuntimeException e) {
      // The others need not go on: what they have got stays for the next try.
      failure.compareAndSet(null, e);
      all.shutdownNow();
    }
  }

  private void unpack(Step step) throws IOException {
    if (!unpacker.exists(step.snapshot)) {
      progress.bytes(step.id, "Extracting", 0, step.layer.size());
      unpacker.extract(step.layer, step.diffId, step.parent, step.snapshot);
      progress.bytes(step.id, "Extracting", step.layer.size(), step.layer.size());
    }
    progress.status(step.id, "Pull complete");
  }

  private static void rethrow(@org.jspecify.annotations.Nullable Throwable failure)
      throws IOException, InterruptedException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IOException(failure);
    }
  }
}
