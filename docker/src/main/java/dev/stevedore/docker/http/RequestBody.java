package dev.stevedore.docker.http;

import java.io.InputStream;

/** What a request carries. */
public sealed interface RequestBody {
  RequestBody NONE = new None();

  /** Nothing. */
  record None() implements RequestBody {}

  /**
   * Bytes at hand.
   *
   * @param type the media type
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never changed
  record Bytes(String type, byte[] content) implements RequestBody {}

  /**
   * A stream of unknown length, sent in chunks.
   *
   * @param type the media type
   */
  record Stream(String type, InputStream content) implements RequestBody {}
}
