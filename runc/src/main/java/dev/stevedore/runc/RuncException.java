package dev.stevedore.runc;

/** Something that was asked for cannot be done; the message is what the user reads. */
public final class RuncException extends RuntimeException {
  private final String message;

  public RuncException(String message) {
    super(message);
    this.message = message;
  }

  /** Says what was being done when the cause happened: {@code context: cause}. */
  public RuncException(String context, Throwable cause) {
    super(context + ": " + cause.getMessage(), cause);
    this.message = context + ": " + cause.getMessage();
  }

  @Override
  public String getMessage() {
    return message;
  }
}
