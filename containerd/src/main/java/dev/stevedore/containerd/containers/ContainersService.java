package dev.stevedore.containerd.containers;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.containers.Container;
import dev.stevedore.lib.containerdapi.containers.ContainersGrpc;
import dev.stevedore.lib.containerdapi.containers.CreateContainerRequest;
import dev.stevedore.lib.containerdapi.containers.CreateContainerResponse;
import dev.stevedore.lib.containerdapi.containers.DeleteContainerRequest;
import dev.stevedore.lib.containerdapi.containers.GetContainerRequest;
import dev.stevedore.lib.containerdapi.containers.GetContainerResponse;
import dev.stevedore.lib.containerdapi.containers.ListContainerMessage;
import dev.stevedore.lib.containerdapi.containers.ListContainersRequest;
import dev.stevedore.lib.containerdapi.containers.ListContainersResponse;
import dev.stevedore.lib.containerdapi.containers.UpdateContainerRequest;
import dev.stevedore.lib.containerdapi.containers.UpdateContainerResponse;
import dev.stevedore.lib.containerdapi.events.ContainerCreate;
import dev.stevedore.lib.containerdapi.events.ContainerDelete;
import dev.stevedore.lib.containerdapi.events.ContainerUpdate;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** The containers service. */
public final class ContainersService extends ContainersGrpc.ContainersImplBase {
  private final ContainerStore store;
  private final NamespaceStore namespaces;
  private final Database database;
  private final Events events;
  private final CollectionScheduler collector;

  /** Serves the containers in the store. */
  public ContainersService(
      ContainerStore store,
      NamespaceStore namespaces,
      Database database,
      Events events,
      CollectionScheduler collector) {
    this.store = store;
    this.namespaces = namespaces;
    this.database = database;
    this.events = events;
    this.collector = collector;
  }

  @Override
  public void get(GetContainerRequest request, StreamObserver<GetContainerResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            GetContainerResponse.newBuilder()
                .setContainer(store.get(RequestContext.namespace(), request.getId()))
                .build());
  }

  @Override
  public void list(ListContainersRequest request, StreamObserver<ListContainersResponse> observer) {
    Rpc.answer(
        observer,
        () -> ListContainersResponse.newBuilder().addAllContainers(filtered(request)).build());
  }

  @Override
  public void listStream(
      ListContainersRequest request, StreamObserver<ListContainerMessage> observer) {
    Rpc.stream(
        observer,
        answers -> {
          for (Container container : filtered(request)) {
            answers.send(ListContainerMessage.newBuilder().setContainer(container).build());
          }
        });
  }

  private List<Container> filtered(ListContainersRequest request) {
    Predicate<Fields> filter = Filter.any(request.getFiltersList());
    return store.list(RequestContext.namespace()).stream()
        .filter(container -> filter.test(fieldsOf(container)))
        .toList();
  }

  private static Fields fieldsOf(Container container) {
    return path ->
        switch (path.getFirst()) {
          case "id" -> Fields.of(container.getId());
          case "runtime" ->
              path.size() > 1 && path.get(1).equals("name")
                  ? Fields.of(container.getRuntime().getName())
                  : Optional.empty();
          case "image" -> Fields.of(container.getImage());
          case "labels" -> Fields.inMap(container.getLabelsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void create(
      CreateContainerRequest request, StreamObserver<CreateContainerResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          ContainerRules.validate("create container", request.getContainer());
          var now = Times.now();
          Container container =
              request.getContainer().toBuilder().setCreatedAt(now).setUpdatedAt(now).build();
          namespaces.ensure(namespace);
          store.create(namespace, container);
          events.publish(
              namespace,
              "/containers/create",
              ContainerCreate.newBuilder()
                  .setId(container.getId())
                  .setImage(container.getImage())
                  .setRuntime(
                      ContainerCreate.Runtime.newBuilder()
                          .setName(container.getRuntime().getName())
                          .setOptions(container.getRuntime().getOptions()))
                  .build());
          return CreateContainerResponse.newBuilder().setContainer(container).build();
        });
  }

  @Override
  public void update(
      UpdateContainerRequest request, StreamObserver<UpdateContainerResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          Container container =
              database.transaction(
                  () -> {
                    Container current = store.get(namespace, request.getContainer().getId());
                    Container updated = ContainerRules.updated(current, request);
                    store.replace(namespace, updated);
                    return updated;
                  });
          events.publish(
              namespace,
              "/containers/update",
              ContainerUpdate.newBuilder()
                  .setId(container.getId())
                  .setImage(container.getImage())
                  .putAllLabels(container.getLabelsMap())
                  .setSnapshotKey(container.getSnapshotKey())
                  .build());
          return UpdateContainerResponse.newBuilder().setContainer(container).build();
        });
  }

  @Override
  public void delete(DeleteContainerRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          store.delete(namespace, request.getId());
          events.publish(
              namespace,
              "/containers/delete",
              ContainerDelete.newBuilder().setId(request.getId()).build());
          collector.afterDeletion(false);
          return Empty.getDefaultInstance();
        });
  }
}
