package dev.stevedore.containerd.images;

import com.google.protobuf.Empty;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.Times;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.events.ImageCreate;
import dev.stevedore.lib.containerdapi.events.ImageDelete;
import dev.stevedore.lib.containerdapi.events.ImageUpdate;
import dev.stevedore.lib.containerdapi.images.CreateImageRequest;
import dev.stevedore.lib.containerdapi.images.CreateImageResponse;
import dev.stevedore.lib.containerdapi.images.DeleteImageRequest;
import dev.stevedore.lib.containerdapi.images.GetImageRequest;
import dev.stevedore.lib.containerdapi.images.GetImageResponse;
import dev.stevedore.lib.containerdapi.images.Image;
import dev.stevedore.lib.containerdapi.images.ImagesGrpc;
import dev.stevedore.lib.containerdapi.images.ListImagesRequest;
import dev.stevedore.lib.containerdapi.images.ListImagesResponse;
import dev.stevedore.lib.containerdapi.images.UpdateImageRequest;
import dev.stevedore.lib.containerdapi.images.UpdateImageResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;
import java.util.function.Predicate;

/** The images service. */
public final class ImagesService extends ImagesGrpc.ImagesImplBase {
  private final ImageStore store;
  private final NamespaceStore namespaces;
  private final Database database;
  private final Events events;
  private final CollectionScheduler collector;

  /** Serves the images in the store. */
  public ImagesService(
      ImageStore store,
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
  public void get(GetImageRequest request, StreamObserver<GetImageResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            GetImageResponse.newBuilder()
                .setImage(store.get(RequestContext.namespace(), request.getName()))
                .build());
  }

  @Override
  public void list(ListImagesRequest request, StreamObserver<ListImagesResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          return ListImagesResponse.newBuilder()
              .addAllImages(
                  store.list(RequestContext.namespace()).stream()
                      .filter(image -> filter.test(fieldsOf(image)))
                      .toList())
              .build();
        });
  }

  private static Fields fieldsOf(Image image) {
    return path ->
        switch (path.getFirst()) {
          case "name" -> Fields.of(image.getName());
          case "target" ->
              switch (path.size() < 2 ? "" : path.get(1)) {
                case "digest" -> Fields.of(image.getTarget().getDigest());
                case "mediatype" -> Fields.of(image.getTarget().getMediaType());
                default -> Optional.empty();
              };
          case "labels" -> Fields.inMap(image.getLabelsMap(), path);
          case "annotations" -> Fields.inMap(image.getTarget().getAnnotationsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void create(CreateImageRequest request, StreamObserver<CreateImageResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          ImageRules.validate(request.getImage());
          var now = request.hasSourceDateEpoch() ? request.getSourceDateEpoch() : Times.now();
          Image image = request.getImage().toBuilder().setCreatedAt(now).setUpdatedAt(now).build();
          namespaces.ensure(namespace);
          store.create(namespace, image);
          events.publish(
              namespace,
              "/images/create",
              ImageCreate.newBuilder()
                  .setName(image.getName())
                  .putAllLabels(image.getLabelsMap())
                  .build());
          return CreateImageResponse.newBuilder().setImage(image).build();
        });
  }

  @Override
  public void update(UpdateImageRequest request, StreamObserver<UpdateImageResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          if (request.getImage().getName().isEmpty()) {
            throw Failure.invalidArgument("image name is required for update");
          }
          Image image =
              database.transaction(
                  () -> {
                    Image current = store.get(namespace, request.getImage().getName());
                    Image updated = ImageRules.updated(current, request);
                    store.replace(namespace, updated);
                    return updated;
                  });
          events.publish(
              namespace,
              "/images/update",
              ImageUpdate.newBuilder()
                  .setName(image.getName())
                  .putAllLabels(image.getLabelsMap())
                  .build());
          collector.afterDeletion(false);
          return UpdateImageResponse.newBuilder().setImage(image).build();
        });
  }

  @Override
  public void delete(DeleteImageRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          database.transaction(
              () -> {
                Image image = store.get(namespace, request.getName());
                if (request.hasTarget()
                    && !request.getTarget().getDigest().equals(image.getTarget().getDigest())) {
                  throw Failure.notFound("image \"" + request.getName() + "\" has another target");
                }
                store.delete(namespace, request.getName());
                return true;
              });
          events.publish(
              namespace,
              "/images/delete",
              ImageDelete.newBuilder().setName(request.getName()).build());
          collector.afterDeletion(request.getSync());
          return Empty.getDefaultInstance();
        });
  }
}
