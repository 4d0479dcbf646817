package dev.stevedore.lib.ttrpc;

/** A call that ended with a status other than OK. Thrown by handlers and by clients. */
public final class TtrpcException extends RuntimeException {
  private final transient Status status;

  /** The status goes to the caller as it is. */
  public TtrpcException(Status status) {
    super(status.message());
    this.status = status;
  }

  public TtrpcException(Code code, String message) {
    this(new Status(code, message));
  }

  public Status status() {
    return status;
  }

  public Code code() {
    return status.code();
  }
}
