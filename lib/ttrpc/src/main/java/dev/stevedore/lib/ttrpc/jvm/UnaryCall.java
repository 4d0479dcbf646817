package dev.stevedore.lib.ttrpc.jvm;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Frame;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.wire.WireException;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** A call with one request, waiting for its one response. */
record UnaryCall(CompletableFuture<Response> answer) implements Receiver {
  UnaryCall() {
    this(new CompletableFuture<>());
  }

  @Override
  public void take(Frame frame) {
    if (frame.type() != Frame.RESPONSE) {
      fail(new Status(Code.INTERNAL, "ttrpc: unexpected message of type " + frame.type()));
      return;
    }
    try {
      answer.complete(Response.decode(frame.data()));
    } catch (WireException e) {
      fail(new Status(Code.INTERNAL, "ttrpc: response: " + e.getMessage()));
    }
  }

  @Override
  public void fail(Status status) {
    answer.complete(Response.failed(status));
  }

  @Override
  public void disconnected(IOException reason) {
    answer.completeExceptionally(reason);
  }
}
