package dev.stevedore.shim.rpc;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Response;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.lib.ttrpc.wire.Empty;
import dev.stevedore.lib.ttrpc.wire.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Answers one call, once; what comes after the first answer is dropped. */
public final class Reply {
  private final Consumer<Response> sender;
  private final List<Runnable> onOver = new ArrayList<>(2);
  private boolean over;

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

  /** Nobody is there any more to take an answer. */
  public void abandon() {
    end();
  }

  /** Whether it is answered, by the end of its time too, or abandoned. */
  public boolean isOver() {
    return over;
  }

  /** Runs {@code action} as soon as {@link #isOver} holds: what was kept for the answer can go. */
  public void whenOver(Runnable action) {
    if (over) {
      action.run();
    } else {
      onOver.add(action);
    }
  }

  private void send(Response response) {
    if (end()) {
      sender.accept(response);
    }
  }

  /** Whether it was not over before. */
  private boolean end() {
    if (over) {
      return false;
    }
    over = true;
    List<Runnable> actions = List.copyOf(onOver);
    onOver.clear();
    actions.forEach(Runnable::run);
    return true;
  }
}
