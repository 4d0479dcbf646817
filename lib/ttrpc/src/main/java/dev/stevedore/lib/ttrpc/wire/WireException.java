package dev.stevedore.lib.ttrpc.wire;

/** Bytes that are not the protobuf message they should be. */
public final class WireException extends RuntimeException {
  public WireException(String message) {
    super(message);
  }
}
