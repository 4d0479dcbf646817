package dev.stevedore.containerd.leases;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.leases.AddResourceRequest;
import dev.stevedore.lib.containerdapi.leases.CreateRequest;
import dev.stevedore.lib.containerdapi.leases.CreateResponse;
import dev.stevedore.lib.containerdapi.leases.DeleteRequest;
import dev.stevedore.lib.containerdapi.leases.DeleteResourceRequest;
import dev.stevedore.lib.containerdapi.leases.Lease;
import dev.stevedore.lib.containerdapi.leases.LeasesGrpc;
import dev.stevedore.lib.containerdapi.leases.ListRequest;
import dev.stevedore.lib.containerdapi.leases.ListResourcesRequest;
import dev.stevedore.lib.containerdapi.leases.ListResourcesResponse;
import dev.stevedore.lib.containerdapi.leases.ListResponse;
import dev.stevedore.lib.containerdapi.leases.Resource;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** The leases service. */
public final class LeasesService extends LeasesGrpc.LeasesImplBase {
  private final LeaseStore store;
  private final NamespaceStore namespaces;
  private final CollectionScheduler collector;

  /** Serves the leases in the store. */
  public LeasesService(LeaseStore store, NamespaceStore namespaces, CollectionScheduler collector) {
    this.store = store;
    this.namespaces = namespaces;
    this.collector = collector;
  }

  @Override
  public void create(CreateRequest request, StreamObserver<CreateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          Labels.validate(request.getLabelsMap());
          Lease lease =
              Lease.newBuilder()
                  .setId(request.getId().isEmpty() ? UUID.randomUUID().toString() : request.getId())
                  .putAllLabels(request.getLabelsMap())
                  .setCreatedAt(Times.now())
                  .build();
          namespaces.ensure(namespace);
          store.create(namespace, lease);
          return CreateResponse.newBuilder().setLease(lease).build();
        });
  }

  @Override
  public void delete(DeleteRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          store.delete(RequestContext.namespace(), request.getId());
          collector.afterDeletion(request.getSync());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void list(ListRequest request, StreamObserver<ListResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          return ListResponse.newBuilder()
              .addAllLeases(
                  store.list(RequestContext.namespace()).stream()
                      .filter(lease -> filter.test(fieldsOf(lease)))
                      .toList())
              .build();
        });
  }

  private static Fields fieldsOf(Lease lease) {
    return path ->
        switch (path.getFirst()) {
          case "id" -> Fields.of(lease.getId());
          case "labels" -> Fields.inMap(lease.getLabelsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void addResource(AddResourceRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          Resource resource = request.getResource();
          requireType(resource);
          store.add(
              RequestContext.namespace(), request.getId(), resource.getType(), resource.getId());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void deleteResource(DeleteResourceRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          Resource resource = request.getResource();
          requireType(resource);
          store.remove(
              RequestContext.namespace(), request.getId(), resource.getType(), resource.getId());
          collector.afterDeletion(false);
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void listResources(
      ListResourcesRequest request, StreamObserver<ListResourcesResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ListResourcesResponse.newBuilder()
                .addAllResources(store.resources(RequestContext.namespace(), request.getId()))
                .build());
  }

  private static void requireType(Resource resource) {
    String type = resource.getType();
    boolean known =
        type.equals(LeaseStore.CONTENT)
            || type.equals(LeaseStore.INGESTS)
            || (type.startsWith(LeaseStore.SNAPSHOTS)
                && type.length() > LeaseStore.SNAPSHOTS.length());
    if (!known) {
      throw Failure.notImplemented("resource type " + type + " not supported yet");
    }
  }
}
