package dev.stevedore.containerd.metadata;

import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Times as messages have them. */
public final class Times {
  private Times() {}

  /** The time now. */
  public static Timestamp now() {
    return of(Instant.now());
  }

  /** A time as a message. */
  public static Timestamp of(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
