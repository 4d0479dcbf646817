package dev.stevedore.containerd.transfer;

import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.containerd.streaming.ReceivedBytes;
import dev.stevedore.containerd.streaming.SentBytes;
import dev.stevedore.containerd.streaming.Streams;
import dev.stevedore.lib.containerdapi.transfer.ImageExportStream;
import dev.stevedore.lib.containerdapi.transfer.ImageImportStream;
import dev.stevedore.lib.containerdapi.transfer.ImageStore;
import dev.stevedore.lib.containerdapi.transfer.OCIRegistry;
import dev.stevedore.lib.containerdapi.transfer.TransferGrpc;
import dev.stevedore.lib.containerdapi.transfer.TransferRequest;
import dev.stevedore.lib.registry.RegistryException;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The transfer service.
 *
 * <pre>
 *   from              to
 *   OCIRegistry       ImageStore          pull
 *   ImageStore        OCIRegistry         push
 *   ImageImportStream ImageStore          import
 *   ImageStore        ImageExportStream   export
 *   ImageStore        ImageStore          tag
 *   ImageImportStream ImageExportStream   the bytes as they are
 * </pre>
 */
public final class TransferService extends TransferGrpc.TransferImplBase {
  private static final List<Message> ENDS =
      List.of(
          ImageStore.getDefaultInstance(),
          OCIRegistry.getDefaultInstance(),
          ImageImportStream.getDefaultInstance(),
          ImageExportStream.getDefaultInstance());

  private final Local local;
  private final Streams streams;
  private final List<Path> hosts;

  /**
   * Transfers to and from what is here.
   *
   * @param streams those of the streaming service
   * @param hosts directories with the configuration of registries' hosts
   */
  public TransferService(Local local, Streams streams, List<Path> hosts) {
    this.local = local;
    this.streams = streams;
    this.hosts = List.copyOf(hosts);
  }

  @Override
  public void transfer(TransferRequest request, StreamObserver<Empty> observer) {
    Rpc.answerLater(
        observer,
        () -> {
          String namespace = RequestContext.namespace();
          String id = request.getOptions().getProgressStream();
          try (Progress progress =
              new Progress(
                  id.isEmpty() ? Optional.empty() : Optional.of(streams.get(namespace, id)))) {
            Message from = end(request.getSource());
            Message to = end(request.getDestination());
            new TransferLease(local).hold(() -> transfer(from, to, progress));
          }
          return Empty.getDefaultInstance();
        });
  }

  private static Message end(Any any) {
    String name = any.getTypeUrl().substring(any.getTypeUrl().lastIndexOf('/') + 1);
    for (Message end : ENDS) {
      if (end.getDescriptorForType().getFullName().equals(name)) {
        try {
          return end.getParserForType().parseFrom(any.getValue());
        } catch (InvalidProtocolBufferException e) {
          throw Failure.invalidArgument("a " + name + " that is none: " + e.getMessage());
        }
      }
    }
    throw Failure.notImplemented("transfer of a " + any.getTypeUrl());
  }

  private void transfer(Message from, Message to, Progress progress)
      throws IOException, InterruptedException {
    try {
      run(from, to, progress);
    } catch (RegistryException e) {
      throw failure(e);
    }
  }

  private void run(Message from, Message to, Progress progress)
      throws IOException, InterruptedException {
    switch (from) {
      case OCIRegistry source when to instanceof ImageStore store ->
          new Pull(local, new Registry(source, streams, hosts), store, progress).run();
      case ImageStore store when to instanceof OCIRegistry target ->
          new Push(local, new Registry(target, streams, hosts), store, progress).run();
      case ImageImportStream archive when to instanceof ImageStore store -> {
        try (ReceivedBytes in = received(archive)) {
          new Import(local, archive, store, progress).run(in);
        }
      }
      case ImageStore store when to instanceof ImageExportStream archive -> {
        try (OutputStream out = sent(archive)) {
          new Export(local, store, archive, progress).run(out);
        }
      }
      case ImageStore source when to instanceof ImageStore store -> tag(source, store);
      case ImageImportStream source when to instanceof ImageExportStream target -> {
        try (InputStream in = received(source);
            OutputStream out = sent(target)) {
          long _ = in.transferTo(out);
        }
      }
      default ->
          throw Failure.notImplemented(
              "unable to transfer from "
                  + from.getDescriptorForType().getFullName()
                  + " to "
                  + to.getDescriptorForType().getFullName());
    }
  }

  private ReceivedBytes received(ImageImportStream archive) {
    return new ReceivedBytes(streams.get(RequestContext.namespace(), archive.getStream()));
  }

  private OutputStream sent(ImageExportStream archive) {
    return new SentBytes(streams.get(RequestContext.namespace(), archive.getStream()));
  }

  private void tag(ImageStore source, ImageStore store) {
    var target = Local.descriptor(local.image(source.getName()).getTarget());
    for (String name : ImageNames.of(store, target)) {
      local.save(Local.image(name, target, store.getLabelsMap()));
    }
  }

  private static Failure failure(RegistryException e) {
    return switch (e.kind()) {
      case NOT_FOUND -> Failure.notFound(e.getMessage());
      case UNREACHABLE, BUSY -> Failure.unavailable(e.getMessage());
      case UNAUTHORIZED, DENIED ->
          Failure.verbatim(
              FailureKind.FAILED_PRECONDITION, "authorization failed: " + e.getMessage());
      case REFUSED, CORRUPT -> Failure.verbatim(FailureKind.UNKNOWN, e.getMessage());
    };
  }
}
