package dev.stevedore.shim.rpc;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.wire.Empty;
import dev.stevedore.lib.ttrpc.wire.Message;
import java.util.function.Consumer;

/** Answers one call, once; what comes after the first answer is dropped. */
public final class Reply {
  private final Consumer<Response> sender;
  private boolean answered;

  /** The response goes to {@code sender}. */
  public Reply(Consumer<Response> sender) {
    this.sender = sender;
  }

  public void succeed(Message message) {
    send(Response.of(message));
  }

  public void succeed() {
    succeed(new Empty());
  }

  public void fail(Code code, String message) {
    fail(new Status(code, message));
  }

  public void fail(Status status) {
    send(Response.failed(status));
  }

  private void send(Response response) {
    if (!answered) {
      answered = true;
      sender.accept(response);
    }
  }
}
