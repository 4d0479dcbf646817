package dev.stevedore.runc.criu;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;
import java.util.Optional;

/**
 * A request to CRIU (criu_req of its rpc.proto).
 *
 * @param kind what to do
 * @param options how
 */
record CriuRequest(Kind kind, Optional<CriuOptions> options) implements Message {
  /** Kinds of requests, by their numbers. */
  enum Kind {
    DUMP(1),
    RESTORE(2),
    PRE_DUMP(4),
    NOTIFY(6);

    private final int number;

    Kind(int number) {
      this.number = number;
    }

    boolean isNumber(int other) {
      return number == other;
    }
  }

  /** The answer to a notification: go on. */
  static CriuRequest goOn() {
    return new CriuRequest(Kind.NOTIFY, Optional.empty());
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.int32(1, kind.number);
    options.ifPresent(message -> out.message(2, message));
    out.bool(3, kind == Kind.NOTIFY);
  }
}
