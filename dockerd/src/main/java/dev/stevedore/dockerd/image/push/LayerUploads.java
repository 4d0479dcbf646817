package dev.stevedore.dockerd.image.push;

import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.image.ReportingStream;
import dev.stevedore.dockerd.image.SourceLabels;
import dev.stevedore.dockerd.registry.Gate;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.registry.RegistryException;
import dev.stevedore.lib.registry.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Uploads the layers of one image side by side, those that the registry does not have. */
final class LayerUploads {
  private static final Logger LOG = LoggerFactory.getLogger(LayerUploads.class);

  /** How many other repositories a layer is looked for in. */
  private static final int MOST_MOUNTS = 4;

  private final Repository repository;
  private final BlobStore blobs;
  private final Gate gate;
  private final Progress progress;

  LayerUploads(Repository repository, BlobStore blobs, Gate gate, Progress progress) {
    this.repository = repository;
    this.blobs = blobs;
    this.gate = gate;
    this.progress = progress;
  }

  /**
   * Uploads.
   *
   * @param diffIds of the layers, for what is told of them
   */
  void run(List<Descriptor> layers, List<Digest> diffIds) throws IOException, InterruptedException {
    Set<Digest> begun = new HashSet<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> uploads = new ArrayList<>();
      // The top layer first, as Docker does.
      for (int i = layers.size() - 1; i >= 0; i--) {
        Descriptor layer = layers.get(i);
        String id = (i < diffIds.size() ? diffIds.get(i) : layer.digest()).shortHex();
        if (begun.add(layer.digest())) {
          progress.status(id, "Preparing");
          uploads.add(
              threads.submit(
                  () -> {
                    upload(layer, id);
                    return null;
                  }));
        }
      }
      try {
        for (Future<?> upload : uploads) {
          upload.get();
        }
      } catch (ExecutionException | InterruptedException e) {
        threads.shutdownNow();
        rethrow(e);
      }
    }
  }

  private static void rethrow(Exception failure) throws IOException, InterruptedException {
    switch (failure instanceof ExecutionException e ? e.getCause() : failure) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case null, default -> throw new IOException(failure);
    }
  }

  private void upload(Descriptor layer, String id) throws IOException, InterruptedException {
    try (Gate.Pass _ = gate.enter(() -> progress.status(id, "Waiting"))) {
      if (repository.has(layer.digest())) {
        progress.status(id, "Layer already exists");
        return;
      }
      if (!layer.urls().isEmpty() && !blobs.has(layer.digest())) {
        progress.status(id, "Skipped foreign layer");
        return;
      }
      if (mounted(layer, id)) {
        return;
      }
      repository.upload(
          layer,
          offset ->
              new ReportingStream(
                  blobs.open(layer.digest(), offset),
                  offset,
                  layer.size(),
                  id,
                  "Pushing",
                  progress),
          (seconds, why) -> {
            LOG.info("layer {}: {}", layer.digest(), why.getMessage());
            String plural = seconds == 1 ? "" : "s";
            progress.status(id, "Retrying in " + seconds + " second" + plural);
          });
      progress.status(id, "Pushed");
    }
  }

  private boolean mounted(Descriptor layer, String id) throws IOException {
    List<String> sources = SourceLabels.of(layer, repository.name().domain(), blobs).reversed();
    for (String source : sources.stream().limit(MOST_MOUNTS).toList()) {
      if (source.equals(repository.name().path())) {
        continue;
      }
      try {
        if (repository.mount(layer.digest(), source)) {
          progress.status(id, "Mounted from " + source);
          return true;
        }
      } catch (RegistryException e) {
        // Who may not read there uploads: it is only the longer way.
        LOG.debug("layer {}: mount from {}: {}", layer.digest(), source, e.getMessage());
      }
    }
    return false;
  }
}
