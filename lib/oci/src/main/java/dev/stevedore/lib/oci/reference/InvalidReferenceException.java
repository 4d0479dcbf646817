package dev.stevedore.lib.oci.reference;

/** A text is no image reference; the message is Docker's and says why. */
public final class InvalidReferenceException extends IllegalArgumentException {
  /** With Docker's text. */
  public InvalidReferenceException(String message) {
    super(message);
  }
}
