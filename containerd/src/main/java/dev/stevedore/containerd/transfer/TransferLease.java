package dev.stevedore.containerd.transfer;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.LocalCall;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.lib.containerdapi.leases.CreateRequest;
import dev.stevedore.lib.containerdapi.leases.CreateResponse;
import dev.stevedore.lib.containerdapi.leases.DeleteRequest;
import dev.stevedore.lib.containerdapi.leases.Lease;
import dev.stevedore.lib.containerdapi.leases.Resource;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * Keeps what a transfer makes until a name leads to it, by the client's lease or one of its own.
 */
public final class TransferLease {
  /** How they are called, with more behind it. */
  private static final String ID = "transfer-";

  private static final Duration LIFE = Duration.ofHours(24);

  private final Local local;

  TransferLease(Local local) {
    this.local = local;
  }

  /** Something that is done under a lease. */
  interface Work {
    void run() throws IOException, InterruptedException;
  }

  /** Does it; a lease of its own ends with it. */
  void hold(Work work) throws IOException, InterruptedException {
    if (RequestContext.lease().isPresent()) {
      work.run();
      return;
    }
    String lease = create();
    try {
      RequestContext.underLease(lease)
          .call(
              () -> {
                work.run();
                return true;
              });
    } catch (IOException | InterruptedException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    } finally {
      Empty _ =
          LocalCall.answer(
              it -> local.leases().delete(DeleteRequest.newBuilder().setId(lease).build(), it));
    }
  }

  private String create() {
    String expiry = Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString();
    CreateRequest request =
        CreateRequest.newBuilder()
            .setId(ID + UUID.randomUUID())
            .putLabels("containerd.io/gc.expire", expiry)
            .build();
    return LocalCall.<CreateResponse>answer(it -> local.leases().create(request, it))
        .getLease()
        .getId();
  }

  /**
   * Lets go of layers that were being unpacked when the daemon was killed; called before it serves.
   * What was fetched is kept for the next try, until the lease ends.
   */
  public static void abandonUnpacking(NamespaceStore namespaces, LeaseStore leases) {
    for (var namespace : namespaces.list()) {
      String name = namespace.getName();
      for (Lease lease : leases.list(name)) {
        if (lease.getId().startsWith(ID)) {
          for (Resource held : leases.resources(name, lease.getId())) {
            if (held.getType().startsWith(LeaseStore.SNAPSHOTS)
                && held.getId().startsWith(Unpacker.KEY)) {
              leases.remove(name, lease.getId(), held.getType(), held.getId());
            }
          }
        }
      }
    }
  }
}
