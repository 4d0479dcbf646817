package dev.stevedore.containerd.sandboxes;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.FieldMasks;
import dev.stevedore.containerd.metadata.Labels;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.sandbox.StoreCreateRequest;
import dev.stevedore.lib.containerdapi.sandbox.StoreCreateResponse;
import dev.stevedore.lib.containerdapi.sandbox.StoreDeleteRequest;
import dev.stevedore.lib.containerdapi.sandbox.StoreDeleteResponse;
import dev.stevedore.lib.containerdapi.sandbox.StoreGetRequest;
import dev.stevedore.lib.containerdapi.sandbox.StoreGetResponse;
import dev.stevedore.lib.containerdapi.sandbox.StoreGrpc;
import dev.stevedore.lib.containerdapi.sandbox.StoreListRequest;
import dev.stevedore.lib.containerdapi.sandbox.StoreListResponse;
import dev.stevedore.lib.containerdapi.sandbox.StoreUpdateRequest;
import dev.stevedore.lib.containerdapi.sandbox.StoreUpdateResponse;
import dev.stevedore.lib.containerdapi.types.Sandbox;
import io.grpc.stub.StreamObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The store of sandboxes. */
public final class SandboxStoreService extends StoreGrpc.StoreImplBase {
  private static final String EXTENSION = "extensions.";
  private static final List<String> MUTABLE = List.of("labels", "extensions", "spec", "runtime");

  private final SandboxStore store;
  private final NamespaceStore namespaces;
  private final Database database;
  private final CollectionScheduler collector;

  /** Serves the sandboxes in the store. */
  public SandboxStoreService(
      SandboxStore store,
      NamespaceStore namespaces,
      Database database,
      CollectionScheduler collector) {
    this.store = store;
    this.namespaces = namespaces;
    this.database = database;
    this.collector = collector;
  }

  @Override
  public void create(StoreCreateRequest request, StreamObserver<StoreCreateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          var now = Times.now();
          Sandbox sandbox =
              request.getSandbox().toBuilder().setCreatedAt(now).setUpdatedAt(now).build();
          validate(sandbox);
          namespaces.ensure(namespace);
          store.create(namespace, sandbox);
          return StoreCreateResponse.newBuilder().setSandbox(sandbox).build();
        });
  }

  private static void validate(Sandbox sandbox) {
    RequestContext.requireIdentifier("sandbox.ID: ", sandbox.getSandboxId());
    Labels.validate(sandbox.getLabelsMap());
  }

  @Override
  public void update(StoreUpdateRequest request, StreamObserver<StoreUpdateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          Sandbox updated =
              database.transaction(
                  () -> {
                    Sandbox current = store.get(namespace, request.getSandbox().getSandboxId());
                    Sandbox changed =
                        updated(current, request.getSandbox(), request.getFieldsList());
                    store.replace(namespace, changed);
                    return changed;
                  });
          return StoreUpdateResponse.newBuilder().setSandbox(updated).build();
        });
  }

  private static Sandbox updated(Sandbox current, Sandbox wanted, List<String> fields) {
    boolean renamed = !current.getRuntime().getName().equals(wanted.getRuntime().getName());
    if (fields.isEmpty() && renamed) {
      throw Failure.invalidArgument("sandbox.Runtime.Name field is immutable");
    }
    Sandbox.Builder updated = current.toBuilder();
    for (String path : fields.isEmpty() ? MUTABLE : fields) {
      change(updated, wanted, path);
    }
    Sandbox sandbox = updated.setUpdatedAt(Times.now()).build();
    validate(sandbox);
    return sandbox;
  }

  private static void change(Sandbox.Builder updated, Sandbox wanted, String path) {
    Optional<String> label = FieldMasks.labelOf(path);
    if (label.isPresent()) {
      Map<String, String> labels = new HashMap<>(updated.getLabelsMap());
      Labels.copy(wanted.getLabelsMap(), labels, label.get());
      updated.clearLabels().putAllLabels(labels);
    } else if (path.startsWith(EXTENSION)) {
      String key = path.substring(EXTENSION.length());
      if (wanted.containsExtensions(key)) {
        updated.putExtensions(key, wanted.getExtensionsOrThrow(key));
      } else {
        updated.removeExtensions(key);
      }
    } else {
      switch (path) {
        case "labels" -> updated.clearLabels().putAllLabels(wanted.getLabelsMap());
        case "extensions" -> updated.clearExtensions().putAllExtensions(wanted.getExtensionsMap());
        case "runtime" -> updated.setRuntime(wanted.getRuntime());
        case "spec" -> updated.setSpec(wanted.getSpec());
        default ->
            throw Failure.invalidArgument(
                "cannot update \""
                    + path
                    + "\" field on sandbox \""
                    + wanted.getSandboxId()
                    + "\"");
      }
    }
  }

  @Override
  public void delete(StoreDeleteRequest request, StreamObserver<StoreDeleteResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          store.delete(RequestContext.namespace(), request.getSandboxId());
          collector.afterDeletion(false);
          return StoreDeleteResponse.getDefaultInstance();
        });
  }

  @Override
  public void list(StoreListRequest request, StreamObserver<StoreListResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          return StoreListResponse.newBuilder()
              .addAllList(
                  store.list(RequestContext.namespace()).stream()
                      .filter(sandbox -> filter.test(fieldsOf(sandbox)))
                      .toList())
              .build();
        });
  }

  private static Fields fieldsOf(Sandbox sandbox) {
    return path ->
        switch (path.getFirst()) {
          case "id" -> Fields.of(sandbox.getSandboxId());
          case "labels" -> Fields.inMap(sandbox.getLabelsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void get(StoreGetRequest request, StreamObserver<StoreGetResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            StoreGetResponse.newBuilder()
                .setSandbox(store.get(RequestContext.namespace(), request.getSandboxId()))
                .build());
  }
}
