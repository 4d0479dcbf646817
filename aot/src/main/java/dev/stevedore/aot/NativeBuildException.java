package dev.stevedore.aot;

/** A native program could not be built; the message says what TeaVM or gcc said. */
final class NativeBuildException extends Exception {
  NativeBuildException(String message) {
    super(message);
  }

  NativeBuildException(String message, Throwable cause) {
    super(message, cause);
  }
}
