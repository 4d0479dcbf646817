package dev.stevedore.lib.ttrpc;

/** The result codes of gRPC, which ttrpc uses too; the number on the wire is the ordinal. */
public enum Code {
  OK,
  CANCELLED,
  UNKNOWN,
  INVALID_ARGUMENT,
  DEADLINE_EXCEEDED,
  NOT_FOUND,
  ALREADY_EXISTS,
  PERMISSION_DENIED,
  RESOURCE_EXHAUSTED,
  FAILED_PRECONDITION,
  ABORTED,
  OUT_OF_RANGE,
  UNIMPLEMENTED,
  INTERNAL,
  UNAVAILABLE,
  DATA_LOSS,
  UNAUTHENTICATED;

  private static final Code[] ALL = values();

  /** The code with that number; {@link #UNKNOWN} for a number that is not known. */
  public static Code of(int number) {
    return number >= 0 && number < ALL.length ? ALL[number] : UNKNOWN;
  }

  /** The number on the wire. */
  @SuppressWarnings("EnumOrdinal") // the order is the protocol's, and a test holds it
  public int number() {
    return ordinal();
  }
}
