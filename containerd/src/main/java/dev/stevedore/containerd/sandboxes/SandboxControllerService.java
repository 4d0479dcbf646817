package dev.stevedore.containerd.sandboxes;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.events.Events;
import dev.stevedore.containerd.server.RequestContext;
import dev.stevedore.containerd.server.Rpc;
import dev.stevedore.containerd.tasks.SandboxShims;
import dev.stevedore.lib.containerdapi.events.SandboxCreate;
import dev.stevedore.lib.containerdapi.events.SandboxExit;
import dev.stevedore.lib.containerdapi.events.SandboxStart;
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
import dev.stevedore.lib.containerdapi.shim.CreateSandboxRequest;
import dev.stevedore.lib.containerdapi.shim.WaitSandboxResponse;
import dev.stevedore.lib.containerdapi.types.Sandbox;
import io.grpc.stub.StreamObserver;

/**
 * The controller of sandboxes: starts a shim for each, and passes calls on to its sandbox service.
 * containerd has another one, for pods, that is a part of CRI.
 */
public final class SandboxControllerService extends ControllerGrpc.ControllerImplBase {
  private final SandboxStore store;
  private final SandboxShims shims;
  private final Events events;

  /** Runs the sandboxes that are in the store. */
  public SandboxControllerService(SandboxStore store, SandboxShims shims, Events events) {
    this.store = store;
    this.shims = shims;
    this.events = events;
  }

  private ShimSandbox sandbox(String sandboxer, String id) {
    requireShim(sandboxer);
    return new ShimSandbox(shims, RequestContext.namespace(), id);
  }

  // 1.7 has one controller and no name for it; 2 calls it "shim".
  private static void requireShim(String sandboxer) {
    if (!sandboxer.isEmpty() && !sandboxer.equals("shim")) {
      throw Failure.notImplemented("sandbox controller \"" + sandboxer + "\"");
    }
  }

  @Override
  public void create(
      ControllerCreateRequest request, StreamObserver<ControllerCreateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          requireShim(request.getSandboxer());
          String namespace = RequestContext.namespace();
          String id = request.getSandboxId();
          // containerd 2 tells it with the request, too.
          Sandbox sandbox = request.hasSandbox() ? request.getSandbox() : store.get(namespace, id);
          RequestContext.requireIdentifier("sandbox.ID: ", sandbox.getSandboxId());
          shims.create(
              namespace,
              sandbox,
              CreateSandboxRequest.newBuilder()
                  .setSandboxId(id)
                  .addAllRootfs(request.getRootfsList())
                  .setOptions(request.getOptions())
                  .setNetnsPath(request.getNetnsPath())
                  .putAllAnnotations(request.getAnnotationsMap())
                  .build());
          events.publish(
              namespace, "/sandboxes/create", SandboxCreate.newBuilder().setSandboxId(id).build());
          return ControllerCreateResponse.newBuilder().setSandboxId(id).build();
        });
  }

  @Override
  public void start(
      ControllerStartRequest request, StreamObserver<ControllerStartResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          String id = request.getSandboxId();
          var started = sandbox(request.getSandboxer(), id).start();
          events.publish(
              RequestContext.namespace(),
              "/sandboxes/start",
              SandboxStart.newBuilder().setSandboxId(id).build());
          return ControllerStartResponse.newBuilder()
              .setSandboxId(id)
              .setPid(started.getPid())
              .setCreatedAt(started.getCreatedAt())
              .build();
        });
  }

  @Override
  public void platform(
      ControllerPlatformRequest request, StreamObserver<ControllerPlatformResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ControllerPlatformResponse.newBuilder()
                .setPlatform(sandbox(request.getSandboxer(), request.getSandboxId()).platform())
                .build());
  }

  @Override
  public void stop(ControllerStopRequest request, StreamObserver<ControllerStopResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          sandbox(request.getSandboxer(), request.getSandboxId()).stop(request.getTimeoutSecs());
          return ControllerStopResponse.getDefaultInstance();
        });
  }

  @Override
  public void wait(ControllerWaitRequest request, StreamObserver<ControllerWaitResponse> observer) {
    ShimSandbox sandbox;
    String namespace;
    try {
      sandbox = sandbox(request.getSandboxer(), request.getSandboxId());
      namespace = RequestContext.namespace();
    } catch (Failure e) {
      Rpc.fail(observer, e);
      return;
    }
    Rpc.answerLater(
        observer,
        () -> {
          WaitSandboxResponse ended = sandbox.await();
          events.publish(
              namespace,
              "/sandboxes/exit",
              SandboxExit.newBuilder()
                  .setSandboxId(request.getSandboxId())
                  .setExitStatus(ended.getExitStatus())
                  .setExitedAt(ended.getExitedAt())
                  .build());
          return ControllerWaitResponse.newBuilder()
              .setExitStatus(ended.getExitStatus())
              .setExitedAt(ended.getExitedAt())
              .build();
        });
  }

  @Override
  public void status(
      ControllerStatusRequest request, StreamObserver<ControllerStatusResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          var status =
              sandbox(request.getSandboxer(), request.getSandboxId()).status(request.getVerbose());
          return ControllerStatusResponse.newBuilder()
              .setSandboxId(status.getSandboxId())
              .setPid(status.getPid())
              .setState(status.getState())
              .putAllInfo(status.getInfoMap())
              .setCreatedAt(status.getCreatedAt())
              .setExitedAt(status.getExitedAt())
              .setExtra(status.getExtra())
              .build();
        });
  }

  @Override
  public void shutdown(
      ControllerShutdownRequest request, StreamObserver<ControllerShutdownResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          sandbox(request.getSandboxer(), request.getSandboxId()).shutdown();
          return ControllerShutdownResponse.getDefaultInstance();
        });
  }

  @Override
  public void metrics(
      ControllerMetricsRequest request, StreamObserver<ControllerMetricsResponse> observer) {
    Rpc.answer(
        observer,
        () ->
            ControllerMetricsResponse.newBuilder()
                .setMetrics(sandbox(request.getSandboxer(), request.getSandboxId()).metrics())
                .build());
  }

  /** As in containerd, whose shims have no such call. */
  @Override
  public void update(
      ControllerUpdateRequest request, StreamObserver<ControllerUpdateResponse> observer) {
    Rpc.answer(
        observer,
        () -> {
          throw Failure.notImplemented("updating a sandbox: shims have no call for it");
        });
  }
}
