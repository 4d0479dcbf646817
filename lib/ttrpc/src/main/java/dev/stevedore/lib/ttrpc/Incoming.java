package dev.stevedore.lib.ttrpc;

/** What a {@link FrameDecoder} finds on the wire. */
public sealed interface Incoming permits Frame, OversizedFrame {
  /** The stream the frame belongs to: odd for streams a client opened. */
  int streamId();
}
