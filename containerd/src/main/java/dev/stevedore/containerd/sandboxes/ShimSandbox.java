package dev.stevedore.containerd.sandboxes;

import com.google.protobuf.Empty;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stevedore.containerd.tasks.SandboxShims;
import dev.stevedore.lib.containerdapi.shim.PlatformResponse;
import dev.stevedore.lib.containerdapi.shim.SandboxIdRequest;
import dev.stevedore.lib.containerdapi.shim.SandboxMetricsResponse;
import dev.stevedore.lib.containerdapi.shim.SandboxStatusRequest;
import dev.stevedore.lib.containerdapi.shim.SandboxStatusResponse;
import dev.stevedore.lib.containerdapi.shim.StartSandboxResponse;
import dev.stevedore.lib.containerdapi.shim.StopSandboxRequest;
import dev.stevedore.lib.containerdapi.shim.WaitSandboxResponse;
import dev.stevedore.lib.containerdapi.types.Metric;
import dev.stevedore.lib.containerdapi.types.Platform;
import java.io.IOException;
import java.time.Duration;

/** One sandbox, by way of its shim's sandbox service. */
record ShimSandbox(SandboxShims shims, String namespace, String id) {
  /** For what a shim answers out of its head. */
  private static final Duration QUICK = Duration.ofSeconds(10);

  private static final Duration SLOW = Duration.ofMinutes(2);
  private static final Duration NO_LIMIT = Duration.ZERO;

  private <T extends MessageLite> T call(
      String doing, String method, MessageLite request, Parser<T> answer, Duration limit)
      throws IOException {
    return shims.call(
        namespace, id, "failed to " + doing + " sandbox " + id, method, request, answer, limit);
  }

  private SandboxIdRequest me() {
    return SandboxIdRequest.newBuilder().setSandboxId(id).build();
  }

  StartSandboxResponse start() throws IOException {
    return call("start", "StartSandbox", me(), StartSandboxResponse.parser(), SLOW);
  }

  Platform platform() throws IOException {
    return call("get the platform of", "Platform", me(), PlatformResponse.parser(), QUICK)
        .getPlatform();
  }

  void stop(int seconds) throws IOException {
    StopSandboxRequest request =
        StopSandboxRequest.newBuilder().setSandboxId(id).setTimeoutSecs(seconds).build();
    Duration limit = SLOW.plusSeconds(Integer.toUnsignedLong(seconds));
    var _ = call("stop", "StopSandbox", request, Empty.parser(), limit);
  }

  WaitSandboxResponse await() throws IOException {
    return call("wait for", "WaitSandbox", me(), WaitSandboxResponse.parser(), NO_LIMIT);
  }

  SandboxStatusResponse status(boolean verbose) throws IOException {
    SandboxStatusRequest request =
        SandboxStatusRequest.newBuilder().setSandboxId(id).setVerbose(verbose).build();
    return call(
        "query the status of", "SandboxStatus", request, SandboxStatusResponse.parser(), QUICK);
  }

  Metric metrics() throws IOException {
    return call("get metrics of", "SandboxMetrics", me(), SandboxMetricsResponse.parser(), QUICK)
        .getMetrics();
  }

  void shutdown() throws IOException {
    shims.shutdown(namespace, id, me());
  }
}
