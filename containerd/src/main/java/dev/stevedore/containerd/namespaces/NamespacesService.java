package dev.stevedore.containerd.namespaces;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.events.NamespaceCreate;
import dev.stevedore.lib.containerdapi.events.NamespaceDelete;
import dev.stevedore.lib.containerdapi.events.NamespaceUpdate;
import dev.stevedore.lib.containerdapi.namespaces.CreateNamespaceRequest;
import dev.stevedore.lib.containerdapi.namespaces.CreateNamespaceResponse;
import dev.stevedore.lib.containerdapi.namespaces.DeleteNamespaceRequest;
import dev.stevedore.lib.containerdapi.namespaces.GetNamespaceRequest;
import dev.stevedore.lib.containerdapi.namespaces.GetNamespaceResponse;
import dev.stevedore.lib.containerdapi.namespaces.ListNamespacesRequest;
import dev.stevedore.lib.containerdapi.namespaces.ListNamespacesResponse;
import dev.stevedore.lib.containerdapi.namespaces.Namespace;
import dev.stevedore.lib.containerdapi.namespaces.NamespacesGrpc;
import dev.stevedore.lib.containerdapi.namespaces.UpdateNamespaceRequest;
import dev.stevedore.lib.containerdapi.namespaces.UpdateNamespaceResponse;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The namespaces service. */
public final class NamespacesService extends NamespacesGrpc.NamespacesImplBase {
  private final NamespaceStore store;
  private final Database database;
  private final Events events;

  /** Serves the namespaces in the store. */
  public NamespacesService(NamespaceStore store, Database database, Events events) {
    this.store = store;
    this.database = database;
    this.events = events;
  }

  @Override
  public void get(GetNamespaceRequest request, StreamObserver<GetNamespaceResponse> observer) {
    Rpc.answer(
        observer,
        () -> GetNamespaceResponse.newBuilder().setNamespace(store.get(request.getName())).build());
  }

  @Override
  public void list(ListNamespacesRequest request, StreamObserver<ListNamespacesResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.parse(request.getFilter());
          return ListNamespacesResponse.newBuilder()
              .addAllNamespaces(
                  store.list().stream().filter(it -> filter.test(fieldsOf(it))).toList())
              .build();
        });
  }

  private static Fields fieldsOf(Namespace namespace) {
    return path ->
        switch (path.getFirst()) {
          case "name" -> Fields.of(namespace.getName());
          case "labels" -> Fields.inMap(namespace.getLabelsMap(), path);
          default -> java.util.Optional.empty();
        };
  }

  @Override
  public void create(
      CreateNamespaceRequest request, StreamObserver<CreateNamespaceResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Namespace namespace = request.getNamespace();
          RequestContext.requireIdentifier(namespace.getName());
          Labels.validate(namespace.getLabelsMap());
          store.create(namespace);
          events.publish(
              namespace.getName(),
              "/namespaces/create",
              NamespaceCreate.newBuilder()
                  .setName(namespace.getName())
                  .putAllLabels(namespace.getLabelsMap())
                  .build());
          return CreateNamespaceResponse.newBuilder().setNamespace(namespace).build();
        });
  }

  @Override
  public void update(
      UpdateNamespaceRequest request, StreamObserver<UpdateNamespaceResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Namespace updated = database.transaction(() -> update(request));
          events.publish(
              updated.getName(),
              "/namespaces/update",
              NamespaceUpdate.newBuilder()
                  .setName(updated.getName())
                  .putAllLabels(updated.getLabelsMap())
                  .build());
          return UpdateNamespaceResponse.newBuilder().setNamespace(updated).build();
        });
  }

  private Namespace update(UpdateNamespaceRequest request) {
    String name = RequestContext.requireIdentifier(request.getNamespace().getName());
    Namespace current = store.get(name);
    Map<String, String> labels = new HashMap<>(current.getLabelsMap());
    FieldMasks.updateLabels(
        request.getUpdateMask(),
        labels,
        request.getNamespace().getLabelsMap(),
        "namespace \"" + name + "\"");
    Namespace updated = current.toBuilder().clearLabels().putAllLabels(labels).build();
    store.ensure(name);
    store.replace(updated);
    return updated;
  }

  @Override
  public void delete(DeleteNamespaceRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String name = request.getName();
          database.transaction(
              () -> {
                List<String> left = store.contentsOf(name);
                if (!left.isEmpty()) {
                  throw Failure.failedPrecondition(
                      "namespace \""
                          + name
                          + "\" must be empty, but it still has "
                          + String.join(", ", left));
                }
                store.delete(name);
                return true;
              });
          events.publish(
              name, "/namespaces/delete", NamespaceDelete.newBuilder().setName(name).build());
          return Empty.getDefaultInstance();
        });
  }
}
