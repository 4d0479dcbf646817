package dev.stevedore.lib.oci.runtime.resources;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.OptionalLong;

/**
 * Limits of CPU time.
 *
 * @param shares relative weight, as cgroup v1 counts it (1024 is normal)
 * @param quota microseconds of CPU in each period
 * @param burst microseconds that may be saved up
 * @param period microseconds
 * @param realtimeRuntime microseconds of real-time scheduling in each period
 * @param realtimePeriod microseconds
 * @param cpus CPUs, such as {@code 0-3,7}
 * @param mems memory nodes, such as {@code 0}
 * @param idle 1 for SCHED_IDLE
 */
public record Cpu(
    OptionalLong shares,
    OptionalLong quota,
    OptionalLong burst,
    OptionalLong period,
    OptionalLong realtimeRuntime,
    OptionalLong realtimePeriod,
    String cpus,
    String mems,
    OptionalLong idle) {
  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.shares = shares;
    b.quota = quota;
    b.burst = burst;
    b.period = period;
    b.realtimeRuntime = realtimeRuntime;
    b.realtimePeriod = realtimePeriod;
    b.cpus = cpus;
    b.mems = mems;
    b.idle = idle;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Cpu read(ObjectReader in) {
    Builder b = new Builder();
    b.shares = in.optionalUint64("shares");
    b.quota = in.optionalInt64("quota");
    b.burst = in.optionalUint64("burst");
    b.period = in.optionalUint64("period");
    b.realtimeRuntime = in.optionalInt64("realtimeRuntime");
    b.realtimePeriod = in.optionalUint64("realtimePeriod");
    b.cpus = in.string("cpus", "");
    b.mems = in.string("mems", "");
    b.idle = in.optionalInt64("idle");
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .unsigned("shares", shares)
        .number("quota", quota)
        .unsigned("burst", burst)
        .unsigned("period", period)
        .number("realtimeRuntime", realtimeRuntime)
        .unsigned("realtimePeriod", realtimePeriod)
        .string("cpus", cpus)
        .string("mems", mems)
        .number("idle", idle)
        .toJson();
  }

  /** Collects the fields of a {@link Cpu}. */
  public static final class Builder {
    private OptionalLong shares = OptionalLong.empty();
    private OptionalLong quota = OptionalLong.empty();
    private OptionalLong burst = OptionalLong.empty();
    private OptionalLong period = OptionalLong.empty();
    private OptionalLong realtimeRuntime = OptionalLong.empty();
    private OptionalLong realtimePeriod = OptionalLong.empty();
    private String cpus = "";
    private String mems = "";
    private OptionalLong idle = OptionalLong.empty();

    private Builder() {}

    /** Sets {@link Cpu#shares}. */
    public Builder shares(long value) {
      this.shares = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#quota}. */
    public Builder quota(long value) {
      this.quota = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#burst}. */
    public Builder burst(long value) {
      this.burst = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#period}. */
    public Builder period(long value) {
      this.period = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#realtimeRuntime}. */
    public Builder realtimeRuntime(long value) {
      this.realtimeRuntime = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#realtimePeriod}. */
    public Builder realtimePeriod(long value) {
      this.realtimePeriod = OptionalLong.of(value);
      return this;
    }

    /** Sets {@link Cpu#cpus}. */
    public Builder cpus(String value) {
      this.cpus = value;
      return this;
    }

    /** Sets {@link Cpu#mems}. */
    public Builder mems(String value) {
      this.mems = value;
      return this;
    }

    /** Sets {@link Cpu#idle}. */
    public Builder idle(long value) {
      this.idle = OptionalLong.of(value);
      return this;
    }

    /** The record. */
    public Cpu build() {
      return new Cpu(
          shares, quota, burst, period, realtimeRuntime, realtimePeriod, cpus, mems, idle);
    }
  }
}
