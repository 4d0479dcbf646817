package dev.stevedore.lib.ttrpc;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * How a call ended: {@code google.rpc.Status} without its details.
 *
 * @param message for people; containerd's clients also look for words such as "not found" in it
 */
public record Status(Code code, String message) implements Message {
  public static final Status OK = new Status(Code.OK, "");

  /** Reads a {@code google.rpc.Status}. */
  public static Status decode(byte[] bytes) {
    Code code = Code.OK;
    String message = "";
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> code = Code.of(in.int32());
        case 2 -> message = in.string();
        default -> in.skip();
      }
    }
    return new Status(code, message);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.int32(1, code.number());
    out.string(2, message);
  }

  /** Whether the call succeeded. */
  public boolean isOk() {
    return code == Code.OK;
  }
}
