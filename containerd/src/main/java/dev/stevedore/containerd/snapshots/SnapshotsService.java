package dev.stevedore.containerd.snapshots;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.events.SnapshotCommit;
import dev.stevedore.lib.containerdapi.events.SnapshotPrepare;
import dev.stevedore.lib.containerdapi.events.SnapshotRemove;
import dev.stevedore.lib.containerdapi.snapshots.CleanupRequest;
import dev.stevedore.lib.containerdapi.snapshots.CommitSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import dev.stevedore.lib.containerdapi.snapshots.ListSnapshotsRequest;
import dev.stevedore.lib.containerdapi.snapshots.ListSnapshotsResponse;
import dev.stevedore.lib.containerdapi.snapshots.MountsRequest;
import dev.stevedore.lib.containerdapi.snapshots.MountsResponse;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.PrepareSnapshotResponse;
import dev.stevedore.lib.containerdapi.snapshots.RemoveSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.SnapshotsGrpc;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.StatSnapshotResponse;
import dev.stevedore.lib.containerdapi.snapshots.UpdateSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.UpdateSnapshotResponse;
import dev.stevedore.lib.containerdapi.snapshots.UsageRequest;
import dev.stevedore.lib.containerdapi.snapshots.UsageResponse;
import dev.stevedore.lib.containerdapi.snapshots.ViewSnapshotRequest;
import dev.stevedore.lib.containerdapi.snapshots.ViewSnapshotResponse;
import dev.stevedore.lib.containerdapi.types.Mount;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The snapshots service. */
public final class SnapshotsService extends SnapshotsGrpc.SnapshotsImplBase {
  private final List<SnapshotStore> stores;
  private final LeaseStore leases;
  private final NamespaceStore namespaces;
  private final Events events;
  private final CollectionScheduler collector;

  /** Serves the snapshots in the stores, one per snapshotter. */
  public SnapshotsService(
      List<SnapshotStore> stores,
      LeaseStore leases,
      NamespaceStore namespaces,
      Events events,
      CollectionScheduler collector) {
    this.stores = stores;
    this.leases = leases;
    this.namespaces = namespaces;
    this.events = events;
    this.collector = collector;
  }

  private SnapshotStore store(String name) {
    if (name.isEmpty()) {
      throw Failure.invalidArgument("snapshotter argument missing");
    }
    return stores.stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Failure.invalidArgument("snapshotter not loaded: " + name));
  }

  @Override
  public void prepare(
      PrepareSnapshotRequest request, StreamObserver<PrepareSnapshotResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            PrepareSnapshotResponse.newBuilder()
                .addAllMounts(
                    create(
                        Kind.ACTIVE,
                        request.getSnapshotter(),
                        request.getKey(),
                        request.getParent(),
                        request.getLabelsMap()))
                .build());
  }

  @Override
  public void view(ViewSnapshotRequest request, StreamObserver<ViewSnapshotResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ViewSnapshotResponse.newBuilder()
                .addAllMounts(
                    create(
                        Kind.VIEW,
                        request.getSnapshotter(),
                        request.getKey(),
                        request.getParent(),
                        request.getLabelsMap()))
                .build());
  }

  private List<Mount> create(
      Kind kind, String snapshotter, String key, String parent, Map<String, String> labels)
      throws IOException {
    String namespace = RequestContext.namespace();
    SnapshotStore store = store(snapshotter);
    namespaces.ensure(namespace);
    // Held first: a garbage collection in between would take it for garbage.
    hold(namespace, store, key);
    List<Mount> mounts = store.create(kind, namespace, key, parent, labels);
    events.publish(
        namespace,
        "/snapshot/prepare",
        SnapshotPrepare.newBuilder()
            .setKey(key)
            .setParent(parent)
            .setSnapshotter(snapshotter)
            .build());
    return mounts;
  }

  private void hold(String namespace, SnapshotStore store, String name) {
    leases.hold(namespace, RequestContext.lease(), LeaseStore.SNAPSHOTS + store.name(), name);
  }

  @Override
  public void mounts(MountsRequest request, StreamObserver<MountsResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          SnapshotStore store = store(request.getSnapshotter());
          return MountsResponse.newBuilder()
              .addAllMounts(store.mounts(RequestContext.namespace(), request.getKey()))
              .build();
        });
  }

  @Override
  public void commit(CommitSnapshotRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          SnapshotStore store = store(request.getSnapshotter());
          hold(namespace, store, request.getName());
          store.commit(
              namespace,
              request.getName(),
              request.getKey(),
              request.getParent(),
              request.getLabelsMap());
          events.publish(
              namespace,
              "/snapshot/commit",
              SnapshotCommit.newBuilder()
                  .setKey(request.getKey())
                  .setName(request.getName())
                  .setSnapshotter(request.getSnapshotter())
                  .build());
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void remove(RemoveSnapshotRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          SnapshotStore store = store(request.getSnapshotter());
          store.remove(namespace, request.getKey());
          events.publish(
              namespace,
              "/snapshot/remove",
              SnapshotRemove.newBuilder()
                  .setKey(request.getKey())
                  .setSnapshotter(request.getSnapshotter())
                  .build());
          collector.afterDeletion(false);
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void stat(StatSnapshotRequest request, StreamObserver<StatSnapshotResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          SnapshotStore store = store(request.getSnapshotter());
          return StatSnapshotResponse.newBuilder()
              .setInfo(store.stat(RequestContext.namespace(), request.getKey()))
              .build();
        });
  }

  @Override
  public void update(
      UpdateSnapshotRequest request, StreamObserver<UpdateSnapshotResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          SnapshotStore store = store(request.getSnapshotter());
          return UpdateSnapshotResponse.newBuilder()
              .setInfo(store.update(RequestContext.namespace(), request))
              .build();
        });
  }

  @Override
  public void list(ListSnapshotsRequest request, StreamObserver<ListSnapshotsResponse> observer) {
    Rpc.stream(
        observer,
        answers -> {
          SnapshotStore store = store(request.getSnapshotter());
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          answers.sendPages(
              store.list(RequestContext.namespace()).stream()
                  .filter(info -> filter.test(fieldsOf(info)))
                  .toList(),
              page -> ListSnapshotsResponse.newBuilder().addAllInfo(page).build());
        });
  }

  private static Fields fieldsOf(Info info) {
    return path ->
        switch (path.getFirst()) {
          case "name" -> Fields.of(info.getName());
          case "parent" -> Fields.of(info.getParent());
          case "kind" -> Fields.of(info.getKind().name().toLowerCase(Locale.ROOT));
          case "labels" -> Fields.inMap(info.getLabelsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void usage(UsageRequest request, StreamObserver<UsageResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          SnapshotStore store = store(request.getSnapshotter());
          Usage usage = store.usage(RequestContext.namespace(), request.getKey());
          return UsageResponse.newBuilder().setSize(usage.size()).setInodes(usage.inodes()).build();
        });
  }

  @Override
  public void cleanup(CleanupRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          SnapshotStore store = store(request.getSnapshotter());
          store.sweep();
          return Empty.getDefaultInstance();
        });
  }
}
