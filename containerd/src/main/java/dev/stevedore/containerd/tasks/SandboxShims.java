package dev.stevedore.containerd.tasks;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.errors.FailureKind;
import dev.stevedore.lib.containerdapi.shim.CreateSandboxRequest;
import dev.stevedore.lib.containerdapi.types.Sandbox;
import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.TtrpcException;
import dev.stevedore.lib.ttrpc.jvm.TtrpcClosedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * The shims that were started for sandboxes rather than for tasks. The tasks of containers in a
 * sandbox use its shim.
 */
public final class SandboxShims {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Shims shims;

  SandboxShims(Shims shims) {
    this.shims = shims;
  }

  /** The shim of a sandbox that runs. */
  Shim shim(String namespace, String sandbox) {
    return find(namespace, sandbox)
        .orElseThrow(
            () ->
                Failure.verbatim(
                    FailureKind.NOT_FOUND, "can't find sandbox " + sandbox + ": not found"));
  }

  private Optional<Shim> find(String namespace, String sandbox) {
    return shims.find(new TaskId(namespace, sandbox));
  }

  /** Starts a sandbox's shim, and has it create the sandbox. */
  public void create(String namespace, Sandbox sandbox, CreateSandboxRequest request)
      throws IOException, InterruptedException {
    String id = sandbox.getSandboxId();
    if (find(namespace, id).isPresent()) {
      throw Failure.alreadyExists("sandbox " + id + " already running");
    }
    byte[] spec = sandbox.getSpec().getValue().toByteArray();
    Optional<Any> options =
        Optional.of(sandbox.getRuntime().getOptions()).filter(it -> !it.getTypeUrl().isEmpty());
    var _ =
        shims.start(
            new TaskId(namespace, id),
            new Shims.Purpose.ForSandbox(),
            sandbox.getRuntime().getName(),
            spec.length > 0 ? spec : "{}".getBytes(StandardCharsets.UTF_8),
            options,
            shim -> {
              CreateSandboxRequest complete =
                  request.toBuilder().setBundlePath(shim.bundle().path().toString()).build();
              return called(
                  "failed to create sandbox " + id,
                  () -> shim.sandbox("CreateSandbox", complete.toByteArray(), LIMIT));
            });
  }

  /** What a shim is asked. */
  @FunctionalInterface
  private interface Question {
    byte[] ask() throws IOException;
  }

  private static byte[] called(String doing, Question question) throws IOException {
    try {
      return question.ask();
    } catch (TtrpcException e) {
      String why =
          e.code() == Code.UNIMPLEMENTED
              ? "its shim does not serve the sandbox API: " + e.status().message()
              : e.status().message();
      throw new TtrpcException(e.code(), doing + ": " + why);
    }
  }

  /**
   * Calls the shim of a sandbox.
   *
   * @param doing what fails if that does, for its message
   * @param limit zero for none
   */
  public <T extends MessageLite> T call(
      String namespace,
      String sandbox,
      String doing,
      String method,
      MessageLite request,
      Parser<T> answer,
      Duration limit)
      throws IOException {
    Shim shim = shim(namespace, sandbox);
    try {
      return answer.parseFrom(
          called(doing, () -> shim.sandbox(method, request.toByteArray(), limit)));
    } catch (InvalidProtocolBufferException e) {
      throw new IOException(doing + ": its shim's answer is no message: " + e.getMessage(), e);
    } catch (TtrpcClosedException e) {
      throw Failure.notFound("the shim of sandbox " + sandbox + " is gone");
    }
  }

  /** Has the shim of a sandbox end, and deletes what is left of it. */
  public void shutdown(String namespace, String sandbox, MessageLite request) throws IOException {
    Shim shim = shim(namespace, sandbox);
    boolean first = shim.markEnding();
    try {
      var _ =
          called(
              "failed to shutdown sandbox " + sandbox,
              () -> shim.sandbox("ShutdownSandbox", request.toByteArray(), LIMIT));
    } catch (TtrpcClosedException e) {
      // It may end before it answers.
    } catch (IOException | RuntimeException e) {
      if (first) {
        shim.goesOn();
      }
      throw e;
    }
    shims.remove(shim);
  }
}
