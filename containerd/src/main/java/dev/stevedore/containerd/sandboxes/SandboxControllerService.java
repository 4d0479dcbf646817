package dev.stevedore.containerd.sandboxes;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.lib.containerdapi.sandbox.ControllerCreateRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerCreateResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerGrpc;
import dev.stevedore.lib.containerdapi.sandbox.ControllerMetricsRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerMetricsResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerPlatformRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerPlatformResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerShutdownRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerShutdownResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStartRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStartResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStatusRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStatusResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStopRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerStopResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerUpdateRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerUpdateResponse;
import dev.stevedore.lib.containerdapi.sandbox.ControllerWaitRequest;
import dev.stevedore.lib.containerdapi.sandbox.ControllerWaitResponse;
import io.grpc.stub.StreamObserver;

/**
 * The controller of sandboxes, which refuses everything. containerd has two: one for pods, that is
 * a part of CRI, and one that passes calls to shims that serve its sandbox API; runc's shims, and
 * ours, do not.
 */
public final class SandboxControllerService extends ControllerGrpc.ControllerImplBase {
  private static <A> void refuse(StreamObserver<A> observer) {
    Rpc.answer(
        observer,
        () -> {
          throw Failure.notImplemented(
              "running a sandbox in namespace "
                  + RequestContext.namespace()
                  + ": no shim here serves the sandbox API");
        });
  }

  @Override
  public void create(
      ControllerCreateRequest request, StreamObserver<ControllerCreateResponse> observer) {
    refuse(observer);
  }

  @Override
  public void start(
      ControllerStartRequest request, StreamObserver<ControllerStartResponse> observer) {
    refuse(observer);
  }

  @Override
  public void platform(
      ControllerPlatformRequest request, StreamObserver<ControllerPlatformResponse> observer) {
    refuse(observer);
  }

  @Override
  public void stop(ControllerStopRequest request, StreamObserver<ControllerStopResponse> observer) {
    refuse(observer);
  }

  @Override
  public void wait(ControllerWaitRequest request, StreamObserver<ControllerWaitResponse> observer) {
    refuse(observer);
  }

  @Override
  public void status(
      ControllerStatusRequest request, StreamObserver<ControllerStatusResponse> observer) {
    refuse(observer);
  }

  @Override
  public void shutdown(
      ControllerShutdownRequest request, StreamObserver<ControllerShutdownResponse> observer) {
    refuse(observer);
  }

  @Override
  public void metrics(
      ControllerMetricsRequest request, StreamObserver<ControllerMetricsResponse> observer) {
    refuse(observer);
  }

  @Override
  public void update(
      ControllerUpdateRequest request, StreamObserver<ControllerUpdateResponse> observer) {
    refuse(observer);
  }
}
