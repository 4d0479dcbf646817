package dev.stevedore.containerd.diff;

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
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** The diff service. */
public final class DiffService extends DiffGrpc.DiffImplBase {
  private final Applier applier;
  private final Differ differ;

  /** Unpacks layers, and makes them. */
  public DiffService(Applier applier, Differ differ) {
    this.applier = applier;
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
    return applier.apply(
        namespace, digest, LayerTarget.of(request.getMountsList()), request.getSyncFs());
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
