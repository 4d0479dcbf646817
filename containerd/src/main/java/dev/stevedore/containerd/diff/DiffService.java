package dev.stevedore.containerd.diff;

import dev.stevedore.containerd.content.ContentStore;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.diff.ApplyRequest;
import dev.stevedore.lib.containerdapi.diff.ApplyResponse;
import dev.stevedore.lib.containerdapi.diff.DiffGrpc;
import dev.stevedore.lib.containerdapi.diff.DiffRequest;
import dev.stevedore.lib.containerdapi.diff.DiffResponse;
import dev.stevedore.lib.containerdapi.types.Descriptor;
import dev.stevedore.lib.oci.image.Digest;
import dev.stevedore.lib.oci.image.MediaTypes;
import dev.stevedore.lib.tar.TarReader;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** The diff service. */
public final class DiffService extends DiffGrpc.DiffImplBase {
  /** More than any layer has that is not made to fill the disk. */
  private static final long MAX_UNPACKED = 1L << 40;

  private final ContentStore content;
  private final Differ differ;

  /** Unpacks layers from this store, and puts those that the differ makes there. */
  public DiffService(ContentStore content, Differ differ) {
    this.content = content;
    this.differ = differ;
  }

  @Override
  public void apply(ApplyRequest request, StreamObserver<ApplyResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ApplyResponse.newBuilder()
                .setApplied(apply(RequestContext.namespace(), request))
                .build());
  }

  private Descriptor apply(String namespace, ApplyRequest request) throws IOException {
    Digest digest;
    try {
      digest = Digest.parse(request.getDiff().getDigest());
    } catch (IllegalArgumentException e) {
      throw Failure.invalidArgument(
          "diff digest \"" + request.getDiff().getDigest() + "\": " + e.getMessage());
    }
    LayerTarget target = LayerTarget.of(request.getMountsList());
    try (FileChannel file = content.open(namespace, digest);
        InputStream compressed = Channels.newInputStream(file);
        DigestingStream tar =
            new DigestingStream(Compression.decompress(compressed), MAX_UNPACKED);
        LayerUnpacker unpacker = LayerUnpacker.to(target)) {
      unpacker.unpack(new TarReader(tar));
      tar.drain();
      if (request.getSyncFs()) {
        unpacker.sync();
      }
      return Descriptor.newBuilder()
          .setMediaType(MediaTypes.LAYER)
          .setDigest(tar.digest().toString())
          .setSize(tar.count())
          .build();
    } catch (IOException e) {
      throw new IOException("failed to extract layer " + digest + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void diff(DiffRequest request, StreamObserver<DiffResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            DiffResponse.newBuilder()
                .setDiff(differ.diff(RequestContext.namespace(), RequestContext.lease(), request))
                .build());
  }
}
