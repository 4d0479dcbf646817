package dev.stevedore.containerd.content;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.UnsafeByteOperations;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.filters.Fields;
import dev.stevedore.containerd.filters.Filter;
import dev.stevedore.containerd.gc.CollectionScheduler;
import dev.stevedore.containerd.leases.LeaseStore;
import dev.stevedore.containerd.namespaces.NamespaceStore;
import dev.stevedore.containerd.server.AnswerStream;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.content.AbortRequest;
import dev.stevedore.lib.containerdapi.content.ContentGrpc;
import dev.stevedore.lib.containerdapi.content.DeleteContentRequest;
import dev.stevedore.lib.containerdapi.content.Info;
import dev.stevedore.lib.containerdapi.content.InfoRequest;
import dev.stevedore.lib.containerdapi.content.InfoResponse;
import dev.stevedore.lib.containerdapi.content.ListContentRequest;
import dev.stevedore.lib.containerdapi.content.ListContentResponse;
import dev.stevedore.lib.containerdapi.content.ListStatusesRequest;
import dev.stevedore.lib.containerdapi.content.ListStatusesResponse;
import dev.stevedore.lib.containerdapi.content.ReadContentRequest;
import dev.stevedore.lib.containerdapi.content.ReadContentResponse;
import dev.stevedore.lib.containerdapi.content.Status;
import dev.stevedore.lib.containerdapi.content.StatusRequest;
import dev.stevedore.lib.containerdapi.content.StatusResponse;
import dev.stevedore.lib.containerdapi.content.UpdateRequest;
import dev.stevedore.lib.containerdapi.content.UpdateResponse;
import dev.stevedore.lib.containerdapi.content.WriteContentRequest;
import dev.stevedore.lib.containerdapi.content.WriteContentResponse;
import dev.stevedore.lib.containerdapi.events.ContentDelete;
import dev.stevedore.lib.oci.image.Digest;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.Predicate;

/** The content service. */
public final class ContentService extends ContentGrpc.ContentImplBase {
  private static final int CHUNK = 256 * 1024;

  private final ContentStore store;
  private final Ingests ingests;
  private final LeaseStore leases;
  private final NamespaceStore namespaces;
  private final Events events;
  private final CollectionScheduler collector;

  /** Serves the blobs in the store. */
  public ContentService(
      ContentStore store,
      Ingests ingests,
      LeaseStore leases,
      NamespaceStore namespaces,
      Events events,
      CollectionScheduler collector) {
    this.store = store;
    this.ingests = ingests;
    this.leases = leases;
    this.namespaces = namespaces;
    this.events = events;
    this.collector = collector;
  }

  static Digest digest(String text) {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw Failure.verbatim(
          FailureKind.INVALID_ARGUMENT, "\"" + text + "\" failed validation: " + e.getMessage());
    }
  }

  @Override
  public void info(InfoRequest request, StreamObserver<InfoResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            InfoResponse.newBuilder()
                .setInfo(store.info(RequestContext.namespace(), digest(request.getDigest())))
                .build());
  }

  @Override
  public void update(UpdateRequest request, StreamObserver<UpdateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Info info = request.getInfo();
          return UpdateResponse.newBuilder()
              .setInfo(
                  store.update(
                      RequestContext.namespace(),
                      digest(info.getDigest()),
                      info,
                      request.getUpdateMask()))
              .build();
        });
  }

  @Override
  public void list(ListContentRequest request, StreamObserver<ListContentResponse> observer) {
    Rpc.stream(
        observer,
        answers -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          answers.sendPages(
              store.list(RequestContext.namespace()).stream()
                  .filter(info -> filter.test(fieldsOf(info)))
                  .toList(),
              page -> ListContentResponse.newBuilder().addAllInfo(page).build());
        });
  }

  private static Fields fieldsOf(Info info) {
    return path ->
        switch (path.getFirst()) {
          case "digest" -> Fields.of(info.getDigest());
          case "size" -> Fields.of(Long.toString(info.getSize()));
          case "labels" -> Fields.inMap(info.getLabelsMap(), path);
          default -> Optional.empty();
        };
  }

  @Override
  public void delete(DeleteContentRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          store.delete(namespace, digest(request.getDigest()));
          events.publish(
              namespace,
              "/content/delete",
              ContentDelete.newBuilder().setDigest(request.getDigest()).build());
          collector.afterDeletion(false);
          return Empty.getDefaultInstance();
        });
  }

  @Override
  public void read(ReadContentRequest request, StreamObserver<ReadContentResponse> observer) {
    Rpc.stream(
        observer,
        answers -> {
          try (FileChannel file =
              store.open(RequestContext.namespace(), digest(request.getDigest()))) {
            send(file, request, answers);
          }
        });
  }

  private static void send(
      FileChannel file, ReadContentRequest request, AnswerStream<ReadContentResponse> answers)
      throws IOException, InterruptedException {
    long size = file.size();
    long offset = Math.max(0, request.getOffset());
    if (offset > size) {
      throw Failure.of(FailureKind.OUT_OF_RANGE, "read past object length " + size + " bytes");
    }
    long end = request.getSize() <= 0 ? size : Math.min(size, offset + request.getSize());
    while (offset < end) {
      ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, end - offset));
      int count = file.read(buffer, offset);
      if (count < 0) {
        throw new IOException("blob " + request.getDigest() + " is shorter than it was");
      }
      ByteString data = UnsafeByteOperations.unsafeWrap(buffer.flip());
      answers.send(
          ReadContentResponse.newBuilder()
              .setOffset(offset - Math.max(0, request.getOffset()))
              .setData(data)
              .build());
      offset += count;
    }
  }

  @Override
  public void status(StatusRequest request, StreamObserver<StatusResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            StatusResponse.newBuilder()
                .setStatus(ingests.status(RequestContext.namespace(), request.getRef()))
                .build());
  }

  @Override
  public void listStatuses(
      ListStatusesRequest request, StreamObserver<ListStatusesResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          Predicate<Fields> filter = Filter.any(request.getFiltersList());
          return ListStatusesResponse.newBuilder()
              .addAllStatuses(
                  ingests.list(RequestContext.namespace()).stream()
                      .filter(status -> filter.test(fieldsOf(status)))
                      .toList())
              .build();
        });
  }

  private static Fields fieldsOf(Status status) {
    return path -> path.getFirst().equals("ref") ? Fields.of(status.getRef()) : Optional.empty();
  }

  @Override
  public StreamObserver<WriteContentRequest> write(StreamObserver<WriteContentResponse> observer) {
    String namespace;
    try {
      namespace = RequestContext.namespace();
      namespaces.ensure(namespace);
    } catch (Failure e) {
      Rpc.fail(observer, e);
      return new IgnoredWrites();
    }
    return new WriteSession(ingests, store, leases, namespace, RequestContext.lease(), observer);
  }

  @Override
  public void abort(AbortRequest request, StreamObserver<Empty> observer) {
    Rpc.answer(
        observer,
        () -> {
          ingests.abort(RequestContext.namespace(), request.getRef());
          return Empty.getDefaultInstance();
        });
  }

  /** What comes after a stream was refused. */
  private static final class IgnoredWrites implements StreamObserver<WriteContentRequest> {
    @Override
    public void onNext(WriteContentRequest request) {}

    @Override
    public void onError(Throwable problem) {}

    @Override
    public void onCompleted() {}
  }
}
