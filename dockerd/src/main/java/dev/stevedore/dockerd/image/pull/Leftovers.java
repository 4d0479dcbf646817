package dev.stevedore.dockerd.image.pull;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.dockerd.image.Lease;
import dev.stevedore.lib.containerdapi.content.AbortRequest;
import dev.stevedore.lib.containerdapi.content.ListStatusesRequest;
import dev.stevedore.lib.containerdapi.content.Status;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What pulls that failed have left for the next try: a user may want the space rather. */
public final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final ContainerdClient containerd;
  private final ImagePull pulls;

  /** Clears up after these pulls. */
  public Leftovers(ContainerdClient containerd, ImagePull pulls) {
    this.containerd = containerd;
    this.pulls = pulls;
  }

  /**
   * Removes parts of layers, and has containerd collect the layers of images that never came to be.
   *
   * @return how many bytes of parts there were
   */
  public long clear() {
    if (pulls.isBusy()) {
      return 0; // what looks left over may be on its way
    }
    long bytes = 0;
    for (Status part :
        containerd
            .content()
            .listStatuses(ListStatusesRequest.getDefaultInstance())
            .getStatusesList()) {
      if (part.getRef().startsWith(LayerFetch.REF) && abort(part.getRef())) {
        bytes += part.getOffset();
      }
    }
    Lease.deleteAll(containerd, ImagePull.LEASE);
    return bytes;
  }

  private boolean abort(String ref) {
    try {
      containerd.content().abort(AbortRequest.newBuilder().setRef(ref).build());
      return true;
    } catch (StatusRuntimeException e) {
      LOG.info("ingest {} stays: {}", ref, GrpcErrors.text(e));
      return false;
    }
  }
}
