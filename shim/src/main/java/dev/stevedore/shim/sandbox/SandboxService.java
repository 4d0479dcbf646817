package dev.stevedore.shim.sandbox;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Request;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.sandbox.PlatformResponse;
import dev.stevedore.lib.ttrpc.sandbox.SandboxRequest;
import dev.stevedore.shim.rpc.CallHandler;
import dev.stevedore.shim.rpc.Reply;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code containerd.runtime.sandbox.v1.Sandbox}.
 *
 * <pre>
 *  containerd                              shim
 *     | -- CreateSandbox --------------------&gt; | stays, also without containers
 *     | -- StartSandbox ---------------------&gt; | ready
 *     | -- WaitSandbox (answered at the stop) &gt; |
 *     |    …  tasks, by the task service  …    |
 *     | -- StopSandbox ----------------------&gt; | not ready
 *     | &lt;- answer to WaitSandbox ------------- |
 *     | -- ShutdownSandbox ------------------&gt; | exit
 * </pre>
 */
public final class SandboxService implements CallHandler {
  /** System calls have the numbers of this one, too. */
  private static final String ARCHITECTURE = "amd64";

  private final BooleanSupplier hasContainers;
  private final Runnable onShutdown;
  private @Nullable Sandbox sandbox;

  /**
   * A service without a sandbox.
   *
   * @param hasContainers whether there are tasks
   * @param onShutdown the shim is to end, once its answers and events are out
   */
  public SandboxService(BooleanSupplier hasContainers, Runnable onShutdown) {
    this.hasContainers = hasContainers;
    this.onShutdown = onShutdown;
  }

  /** Whether there is a sandbox, for which the shim stays though it has no containers. */
  public boolean isActive() {
    return sandbox != null;
  }

  @Override
  public void handle(Request request, Reply reply) {
    try {
      dispatch(SandboxRequest.decode(request.method(), request.payload()), reply);
    } catch (TtrpcException e) {
      reply.fail(e.status());
    }
  }

  private void dispatch(SandboxRequest request, Reply reply) {
    switch (request.method()) {
      case CREATE -> {
        create(request.sandboxId());
        reply.succeed();
      }
      case START -> reply.succeed(sandbox(request).start());
      case PLATFORM -> reply.succeed(new PlatformResponse("linux", ARCHITECTURE));
      case STOP -> {
        sandbox(request).stop();
        reply.succeed();
      }
      case WAIT -> sandbox(request).await(reply);
      case STATUS -> reply.succeed(sandbox(request).status());
      case PING -> reply.succeed();
      // There is nothing to measure: it has no process, and its containers have metrics.
      case METRICS -> {
        sandbox(request);
        reply.succeed();
      }
      case SHUTDOWN -> shutdown(reply);
    }
  }

  private void create(String id) {
    Sandbox there = sandbox;
    if (there != null) {
      throw new TtrpcException(
          Code.ALREADY_EXISTS, "sandbox \"" + there.id() + "\": already exists");
    }
    sandbox = new Sandbox(id);
  }

  private Sandbox sandbox(SandboxRequest request) {
    Sandbox there = sandbox;
    if (there == null || !there.id().equals(request.sandboxId())) {
      throw new TtrpcException(
          Code.NOT_FOUND, "sandbox \"" + request.sandboxId() + "\": not found");
    }
    return there;
  }

  // Also without a sandbox: containerd says so when making one has failed.
  private void shutdown(Reply reply) {
    if (hasContainers.getAsBoolean()) {
      throw new TtrpcException(Code.FAILED_PRECONDITION, "the sandbox has containers");
    }
    Sandbox there = sandbox;
    if (there != null) {
      there.stop();
      sandbox = null;
    }
    reply.succeed();
    onShutdown.run();
  }
}
