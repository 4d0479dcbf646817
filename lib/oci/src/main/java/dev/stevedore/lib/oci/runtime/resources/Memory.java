package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Limits of memory, in bytes; -1 is no limit.
 *
 * @param limit the most
 * @param reservation soft limit
 * @param swap memory and swap together
 * @param kernel kernel memory, which kernels since 5.4 do not limit
 * @param kernelTcp kernel memory for TCP buffers
 * @param swappiness 0 to 100
 * @param disableOomKiller whether to wait rather than to kill when memory is out
 * @param useHierarchy whether children are accounted to parents
 * @param checkBeforeUpdate whether a limit below the usage is refused at update
 */
public record Memory(
    OptionalLong limit,
    OptionalLong reservation,
    OptionalLong swap,
    OptionalLong kernel,
    OptionalLong kernelTcp,
    OptionalLong swappiness,
    boolean disableOomKiller,
    Optional<Boolean> useHierarchy,
    boolean checkBeforeUpdate) {
  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.limit = limit;
    b.reservation = reservation;
    b.swap = swap;
    b.kernel = kernel;
    b.kernelTcp = kernelTcp;
    b.swappiness = swappiness;
    b.disableOomKiller = disableOomKiller;
    b.useHierarchy = useHierarchy;
    b.checkBeforeUpdate = checkBeforeUpdate;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Memory read(ObjectReader in) {
    Builder b = new Builder();
    b.limit = in.optionalInt64("limit");
    b.reservation = in.optionalInt64("reservation");
    b.swap = in.optionalInt64("swap");
    b.kernel = in.optionalInt64("kernel");
    b.kernelTcp = in.optionalInt64("kernelTCP");
    b.swappiness = in.optionalUint64("swappiness");
    b.disableOomKiller = in.bool("disableOOMKiller", false);
    b.useHierarchy = in.optionalBool("useHierarchy");
    b.checkBeforeUpdate = in.bool("checkBeforeUpdate", false);
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .number("limit", limit)
        .number("reservation", reservation)
        .number("swap", swap)
        .number("kernel", kernel)
        .number("kernelTCP", kernelTcp)
        .unsigned("swappiness", swappiness)
        .bool("disableOOMKiller", disableOomKiller)
        .optionalBool("useHierarchy", useHierarchy)
        .bool("checkBeforeUpdate", checkBeforeUpdate)
        .toJson();
  }

  /** Collects the fields of a {@link Memory}. */
  public static final class Builder {
    private OptionalLong limit = OptionalLong.empty();
    private OptionalLong reservation = OptionalLong.empty();
    private OptionalLong swap = OptionalLong.empty();
    private OptionalLong kernel = OptionalLong.empty();
    private OptionalLong kernelTcp = OptionalLong.empty();
    private OptionalLong swappiness = OptionalLong.empty();
    private boolean disableOomKiller = false;
    private Optional<Boolean> useHierarchy = Optional.empty();
    private boolean checkBeforeUpdate = false;

    private Builder() {}

    /** Sets {@link Memory#limit}. */
    public Builder limit(long value) {
      this.limit = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#reservation}. */
    public Builder reservation(long value) {
      this.reservation = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#swap}. */
    public Builder swap(long value) {
      this.swap = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#kernel}. */
    public Builder kernel(long value) {
      this.kernel = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#kernelTcp}. */
    public Builder kernelTcp(long value) {
      this.kernelTcp = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#swappiness}. */
    public Builder swappiness(long value) {
      this.swappiness = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Memory#disableOomKiller}. */
    public Builder disableOomKiller(boolean value) {
      this.disableOomKiller = value;
      return this;
    }

    /** Sets {@link Memory#useHierarchy}. */
    public Builder useHierarchy(Boolean value) {
      this.useHierarchy = Optional.of(value);
      return this;
    }

    /** Sets {@link Memory#checkBeforeUpdate}. */
    public Builder checkBeforeUpdate(boolean value) {
      this.checkBeforeUpdate = value;
      return this;
    }

    /** The record. */
    public Memory build() {
      return new Memory(
          limit,
          reservation,
          swap,
          kernel,
          kernelTcp,
          swappiness,
          disableOomKiller,
          useHierarchy,
          checkBeforeUpdate);
    }
  }
}
