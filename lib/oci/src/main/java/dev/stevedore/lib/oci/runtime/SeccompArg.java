package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;

/**
 * A condition on an argument of a system call.
 *
 * @param index which argument, from 0
 * @param value what to compare with, unsigned; the mask of SCMP_CMP_MASKED_EQ
 * @param valueTwo what SCMP_CMP_MASKED_EQ must give, unsigned
 * @param op how to compare
 */
public record SeccompArg(long index, long value, long valueTwo, SeccompOperator op) {
  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static SeccompArg read(ObjectReader in) {
    return new SeccompArg(
        in.uint32("index"),
        in.uint64("value"),
        in.uint64("valueTwo", 0),
        in.parsed("op", SeccompOperator::of));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("index", index)
        .unsignedValue("value", value)
        .unsigned("valueTwo", valueTwo)
        .value("op", op.specName())
        .toJson();
  }
}
