package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.OptionalLong;

/**
 * Limits of block devices.
 *
 * @param weight 10 to 1000
 * @param leafWeight against the cgroup's children
 * @param weightDevice weights by device
 * @param throttleReadBpsDevice bytes a second read
 * @param throttleWriteBpsDevice bytes a second written
 * @param throttleReadIopsDevice reads a second
 * @param throttleWriteIopsDevice writes a second
 */
public record BlockIo(
    OptionalLong weight,
    OptionalLong leafWeight,
    List<WeightDevice> weightDevice,
    List<ThrottleDevice> throttleReadBpsDevice,
    List<ThrottleDevice> throttleWriteBpsDevice,
    List<ThrottleDevice> throttleReadIopsDevice,
    List<ThrottleDevice> throttleWriteIopsDevice) {
  /** Keeps copies of the lists and maps. */
  public BlockIo {
    weightDevice = List.copyOf(weightDevice);
    throttleReadBpsDevice = List.copyOf(throttleReadBpsDevice);
    throttleWriteBpsDevice = List.copyOf(throttleWriteBpsDevice);
    throttleReadIopsDevice = List.copyOf(throttleReadIopsDevice);
    throttleWriteIopsDevice = List.copyOf(throttleWriteIopsDevice);
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.weight = weight;
    b.leafWeight = leafWeight;
    b.weightDevice = weightDevice;
    b.throttleReadBpsDevice = throttleReadBpsDevice;
    b.throttleWriteBpsDevice = throttleWriteBpsDevice;
    b.throttleReadIopsDevice = throttleReadIopsDevice;
    b.throttleWriteIopsDevice = throttleWriteIopsDevice;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static BlockIo read(ObjectReader in) {
    Builder b = new Builder();
    b.weight = in.optionalUint32("weight");
    b.leafWeight = in.optionalUint32("leafWeight");
    b.weightDevice = in.list("weightDevice", WeightDevice::read);
    b.throttleReadBpsDevice = in.list("throttleReadBpsDevice", ThrottleDevice::read);
    b.throttleWriteBpsDevice = in.list("throttleWriteBpsDevice", ThrottleDevice::read);
    b.throttleReadIopsDevice = in.list("throttleReadIOPSDevice", ThrottleDevice::read);
    b.throttleWriteIopsDevice = in.list("throttleWriteIOPSDevice", ThrottleDevice::read);
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .number("weight", weight)
        .number("leafWeight", leafWeight)
        .list("weightDevice", weightDevice, WeightDevice::toJson)
        .list("throttleReadBpsDevice", throttleReadBpsDevice, ThrottleDevice::toJson)
        .list("throttleWriteBpsDevice", throttleWriteBpsDevice, ThrottleDevice::toJson)
        .list("throttleReadIOPSDevice", throttleReadIopsDevice, ThrottleDevice::toJson)
        .list("throttleWriteIOPSDevice", throttleWriteIopsDevice, ThrottleDevice::toJson)
        .toJson();
  }

  /** Collects the fields of a {@link BlockIo}. */
  public static final class Builder {
    private OptionalLong weight = OptionalLong.empty();
    private OptionalLong leafWeight = OptionalLong.empty();
    private List<WeightDevice> weightDevice = List.of();
    private List<ThrottleDevice> throttleReadBpsDevice = List.of();
    private List<ThrottleDevice> throttleWriteBpsDevice = List.of();
    private List<ThrottleDevice> throttleReadIopsDevice = List.of();
    private List<ThrottleDevice> throttleWriteIopsDevice = List.of();

    private Builder() {}

    /** Sets {@link BlockIo#weight}. */
    public Builder weight(long value) {
      this.weight = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link BlockIo#leafWeight}. */
    public Builder leafWeight(long value) {
      this.leafWeight = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link BlockIo#weightDevice}. */
    public Builder weightDevice(List<WeightDevice> value) {
      this.weightDevice = value;
      return this;
    }

    /** Sets {@link BlockIo#throttleReadBpsDevice}. */
    public Builder throttleReadBpsDevice(List<ThrottleDevice> value) {
      this.throttleReadBpsDevice = value;
      return this;
    }

    /** Sets {@link BlockIo#throttleWriteBpsDevice}. */
    public Builder throttleWriteBpsDevice(List<ThrottleDevice> value) {
      this.throttleWriteBpsDevice = value;
      return this;
    }

    /** Sets {@link BlockIo#throttleReadIopsDevice}. */
    public Builder throttleReadIopsDevice(List<ThrottleDevice> value) {
      this.throttleReadIopsDevice = value;
      return this;
    }

    /** Sets {@link BlockIo#throttleWriteIopsDevice}. */
    public Builder throttleWriteIopsDevice(List<ThrottleDevice> value) {
      this.throttleWriteIopsDevice = value;
      return this;
    }

    /** The record. */
    public BlockIo build() {
      return new BlockIo(
          weight,
          leafWeight,
          weightDevice,
          throttleReadBpsDevice,
          throttleWriteBpsDevice,
          throttleReadIopsDevice,
          throttleWriteIopsDevice);
    }
  }
}
