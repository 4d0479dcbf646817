package dev.stevedore.containerd.server;

import dev.stevedore.lib.containerdapi.health.HealthCheckRequest;
import dev.stevedore.lib.containerdapi.health.HealthCheckResponse;
import dev.stevedore.lib.containerdapi.health.HealthCheckResponse.ServingStatus;
import dev.stevedore.lib.containerdapi.health.HealthGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** gRPC's health checks: whoever can ask is served. */
public final class HealthService extends HealthGrpc.HealthImplBase {
  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    if (!request.getService().isEmpty()) {
      observer.onError(Status.NOT_FOUND.withDescription("unknown service").asRuntimeException());
      return;
    }
    observer.onNext(HealthCheckResponse.newBuilder().setStatus(ServingStatus.SERVING).build());
    observer.onCompleted();
  }

  // A watch ends when the server does, so the one answer is all there is to say.
  @Override
  public void watch(HealthCheckRequest request, StreamObserver<HealthCheckResponse> observer) {
    ServingStatus status =
        request.getService().isEmpty() ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN;
    observer.onNext(HealthCheckResponse.newBuilder().setStatus(status).build());
  }
}
