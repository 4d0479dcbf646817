package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;

/**
 * Scheduling policy of a process (sched_setattr(2)).
 *
 * @param policy such as {@code SCHED_OTHER}
 * @param nice nice value
 * @param priority static priority
 * @param flags such as {@code SCHED_FLAG_RESET_ON_FORK}
 * @param runtime for SCHED_DEADLINE, in nanoseconds
 * @param deadline for SCHED_DEADLINE, in nanoseconds
 * @param period for SCHED_DEADLINE, in nanoseconds
 */
public record Scheduler(
    String policy,
    int nice,
    int priority,
    List<String> flags,
    long runtime,
    long deadline,
    long period) {
  /** Keeps copies of the lists and maps. */
  public Scheduler {
    flags = List.copyOf(flags);
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Scheduler read(ObjectReader in) {
    return new Scheduler(
        in.string("policy"),
        in.int32("nice", 0),
        in.int32("priority", 0),
        in.strings("flags"),
        in.uint64("runtime", 0),
        in.uint64("deadline", 0),
        in.uint64("period", 0));
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("policy", policy)
        .number("nice", nice)
        .number("priority", priority)
        .strings("flags", flags)
        .unsigned("runtime", runtime)
        .unsigned("deadline", deadline)
        .unsigned("period", period)
        .toJson();
  }
}
