package dev.stevedore.dockerd.image;

import dev.stevedore.dockerd.containerd.ContainerdClient;
import dev.stevedore.dockerd.containerd.GrpcErrors;
import dev.stevedore.lib.containerdapi.leases.AddResourceRequest;
import dev.stevedore.lib.containerdapi.leases.CreateRequest;
import dev.stevedore.lib.containerdapi.leases.DeleteRequest;
import dev.stevedore.lib.containerdapi.leases.DeleteResourceRequest;
import dev.stevedore.lib.containerdapi.leases.ListRequest;
import dev.stevedore.lib.containerdapi.leases.ListResourcesRequest;
import dev.stevedore.lib.containerdapi.leases.Resource;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease of containerd's: what it holds is not garbage, although no image leads to it yet. Closing
 * it lets go.
 */
public final class Lease implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lease.class);

  /** How all of this daemon's are called, with more behind it. */
  private static final String OURS = "stevedore-";

  private static final String SNAPSHOTS = "snapshots/";

  /** After this time containerd drops the lease itself, if this daemon died. */
  private static final Duration LIFE = Duration.ofHours(24);

  private final ContainerdClient containerd;
  private final String id;
  private boolean kept;

  private Lease(ContainerdClient containerd, String id) {
    this.containerd = containerd;
    this.id = id;
  }

  /**
   * Makes one.
   *
   * @param prefix of its id, which says what it is for
   */
  public static Lease open(ContainerdClient containerd, String prefix) {
    String id = prefix + UUID.randomUUID();
    containerd
        .leases()
        .create(
            CreateRequest.newBuilder()
                .setId(id)
                .putLabels("containerd.io/gc.expire", Instant.now().plus(LIFE).toString())
                .build());
    return new Lease(containerd, id);
  }

  /** Ends all leases whose ids begin so. */
  public static void deleteAll(ContainerdClient containerd, String prefix) {
    var leases = containerd.leases().list(ListRequest.getDefaultInstance()).getLeasesList();
    for (var lease : leases) {
      if (lease.getId().startsWith(prefix)) {
        new Lease(containerd, lease.getId()).close();
      }
    }
  }

  /**
   * Lets go of layers that were being unpacked when this daemon was killed: all that its leases
   * hold of them. Called while nothing is unpacked.
   */
  public static void abandonUnpacking(ContainerdClient containerd) {
    for (var lease : containerd.leases().list(ListRequest.getDefaultInstance()).getLeasesList()) {
      if (lease.getId().startsWith(OURS)) {
        containerd
            .leases()
            .listResources(ListResourcesRequest.newBuilder().setId(lease.getId()).build())
            .getResourcesList()
            .stream()
            .filter(it -> it.getType().startsWith(SNAPSHOTS))
            .filter(it -> it.getId().startsWith(Unpacker.KEY))
            .forEach(
                it ->
                    containerd
                        .leases()
                        .deleteResource(
                            DeleteResourceRequest.newBuilder()
                                .setId(lease.getId())
                                .setResource(it)
                                .build()));
      }
    }
  }

  /** A client whose calls let the lease hold whatever they make. */
  public ContainerdClient client() {
    return containerd.underLease(id);
  }

  /** Holds a blob, which need not be there yet. */
  public void holdContent(Digest digest) {
    hold("content", digest.toString());
  }

  /** Holds a snapshot, which need not be there yet. */
  public void holdSnapshot(String snapshotter, String name) {
    hold(SNAPSHOTS + snapshotter, name);
  }

  private void hold(String type, String resource) {
    containerd
        .leases()
        .addResource(
            AddResourceRequest.newBuilder()
                .setId(id)
                .setResource(Resource.newBuilder().setType(type).setId(resource))
                .build());
  }

  /** Leaves it to its end by time: what it holds may be wanted again. */
  public void keep() {
    kept = true;
  }

  @Override
  public void close() {
    if (kept) {
      return;
    }
    try {
      containerd.leases().delete(DeleteRequest.newBuilder().setId(id).build());
    } catch (StatusRuntimeException e) {
      LOG.warn("delete of lease {}: {}; it expires by itself", id, GrpcErrors.text(e));
    }
  }
}
