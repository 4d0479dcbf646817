package dev.stevedore.lib.ttrpc.task;

/** {@code containerd.v1.types.Status}; the number on the wire is the ordinal. */
public enum TaskStatus {
  UNKNOWN,
  CREATED,
  RUNNING,
  STOPPED,
  PAUSED,
  PAUSING;

  private static final TaskStatus[] ALL = values();

  /** The status with that number; {@link #UNKNOWN} for a number that is not known. */
  public static TaskStatus of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }

  /** The number on the wire. */
  @SuppressWarnings("EnumOrdinal") // the order is the protocol's, and a test holds it
  public int number() {
    return ordinal();
  }
}
