package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.image.BlobStore;
import dev.stevedore.dockerd.image.Ingest;
import dev.stevedore.dockerd.image.Progress;
import dev.stevedore.dockerd.registry.Gate;
import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.registry.Repository;
import dev.stevedore.lib.registry.RetryListener;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Downloads layers into containerd's content store. Two pulls that need the same layer do not
 * download it twice: the second one waits.
 */
final class LayerFetch {
  private static final Logger LOG = LoggerFactory.getLogger(LayerFetch.class);
  private static final int CONTAINERD_TRIES = 5;

  /** How ingests are called, with the digest behind it; containerd's own clients do the same. */
  static final String REF = "layer-";

  private final ContainerdClient containerd;
  private final BlobStore blobs;
  private final Gate gate;
  private final DigestLocks locks = new DigestLocks();

  LayerFetch(ContainerdClient containerd, Gate gate) {
    this.containerd = containerd;
    this.blobs = new BlobStore(containerd);
    this.gate = gate;
  }

  /**
   * Downloads a layer, unless it is there by then.
   *
   * @param id of the layer in the progress
   */
  void fetch(Repository repository, Descriptor layer, String id, Progress progress)
      throws IOException, InterruptedException {
    Runnable waiting = () -> progress.status(id, "Waiting");
    try (DigestLocks.Held _ = locks.lock(layer.digest(), waiting);
        Gate.Pass _ = gate.enter(waiting)) {
      if (!blobs.has(layer.digest())) {
        download(repository, layer, id, progress);
      }
      progress.status(id, "Download complete");
    }
  }

  private void download(Repository repository, Descriptor layer, String id, Progress progress)
      throws IOException {
    for (int i = 1; ; i++) {
      try {
        if (once(repository, layer, id, progress)) {
          return;
        }
        // A part of it was there before, and wrong: it is gone now.
        LOG.warn("layer {}: what had been downloaded before was broken", layer.digest());
      } catch (StatusRuntimeException e) {
        if (!GrpcErrors.isUnavailable(e) || i == CONTAINERD_TRIES) {
          throw e;
        }
        LOG.info("layer {}: containerd went away: {}", layer.digest(), GrpcErrors.text(e));
      }
    }
  }

  /** Returns false if it may be tried from the beginning. */
  private boolean once(Repository repository, Descriptor layer, String id, Progress progress)
      throws IOException {
    Optional<Ingest> opened = Ingest.open(containerd, REF + layer.digest(), layer);
    if (opened.isEmpty()) {
      return true;
    }
    try (Ingest ingest = opened.get()) {
      boolean resumed = ingest.offset() > 0;
      if (resumed) {
        LOG.info("layer {}: goes on at {} of {}", layer.digest(), ingest.offset(), layer.size());
      }
      RetryListener retries =
          (seconds, why) -> {
            LOG.info("layer {}: {}", layer.digest(), why.getMessage());
            String plural = seconds == 1 ? "" : "s";
            progress.status(id, "Retrying in " + seconds + " second" + plural);
          };
      repository.download(layer, new ReportingSink(ingest, layer, id, progress), retries);
      progress.status(id, "Verifying Checksum");
      if (ingest.commit()) {
        return true;
      }
      if (resumed) {
        return false;
      }
      throw new IOException("filesystem layer verification failed for digest " + layer.digest());
    }
  }
}
