package dev.stevedore.lib.ttrpc.options;

import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.ProtoReader;
import dev.stevedore.lib.ttrpc.wire.ProtoWriter;

/**
 * Options for any runtime, as CRI gives them.
 *
 * @param typeUrl the type of what {@code configPath} or {@code configBody} holds
 */
@SuppressWarnings("ArrayRecordComponent") // bytes in transit: nobody changes them, and a copy costs
public record RuntimeOptions(String typeUrl, String configPath, byte[] configBody)
    implements Message {
  /** The type in an Any. */
  public static final String TYPE = "runtimeoptions.v1.Options";

  /** Reads a {@code runtimeoptions.v1.Options}. */
  public static RuntimeOptions decode(byte[] bytes) {
    String typeUrl = "";
    String configPath = "";
    byte[] configBody = {};
    ProtoReader in = new ProtoReader(bytes);
    while (in.next()) {
      switch (in.field()) {
        case 1 -> typeUrl = in.string();
        case 2 -> configPath = in.string();
        case 3 -> configBody = in.bytes();
        default -> in.skip();
      }
    }
    return new RuntimeOptions(typeUrl, configPath, configBody);
  }

  @Override
  public void writeTo(ProtoWriter out) {
    out.string(1, typeUrl);
    out.string(2, configPath);
    out.bytes(3, configBody);
  }
}
