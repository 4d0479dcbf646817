package dev.stevedore.lib.ttrpc;

/**
 * A frame that was larger than allowed. Its data were thrown away, the connection stays usable, and
 * the stream should be answered with {@link Code#RESOURCE_EXHAUSTED}.
 *
 * @param length the data length that the header announced, in bytes
 */
public record OversizedFrame(int streamId, long length, int limit) implements Incoming {
  /** The answer for this stream. */
  public Status status() {
    return new Status(
        Code.RESOURCE_EXHAUSTED,
        "message length " + length + " exceed maximum message size of " + limit);
  }
}
