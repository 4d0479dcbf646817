package dev.stevedore.lib.ttrpc;

import org.jspecify.annotations.Nullable;

/**
 * Takes bytes as they arrive, in pieces of any size, and gives the frames in them.
 *
 * <pre>
 *   decoder.feed(buffer, 0, n);
 *   for (var in = decoder.next(); in != null; in = decoder.next()) { … }
 * </pre>
 *
 * <p>Memory grows with what has arrived, not with the length a header announces.
 */
public final class FrameDecoder {
  private static final byte[] EMPTY = {};

  private final int maxData;

  /** Bytes that were fed and not taken yet: {@code pending[start..end)}. */
  private byte[] pending = EMPTY;

  private int start;
  private int end;

  /** Bytes of an oversized frame that are still to be thrown away. */
  private long toDiscard;

  /** Refuses frames with more than {@link Frame#MAX_DATA} bytes of data. */
  public FrameDecoder() {
    this(Frame.MAX_DATA);
  }

  /** Refuses frames with more than {@code maxData} bytes of data. */
  public FrameDecoder(int maxData) {
    this.maxData = maxData;
  }

  /** Adds {@code length} bytes of {@code bytes}, from {@code offset}; they are copied. */
  public void feed(byte[] bytes, int offset, int length) {
    int discarded = (int) Math.min(toDiscard, length);
    toDiscard -= discarded;
    int kept = length - discarded;
    if (kept == 0) {
      return;
    }
    makeRoom(kept);
    System.arraycopy(bytes, offset + discarded, pending, end, kept);
    end += kept;
  }

  /** The next whole frame, or null until more bytes are fed. */
  public @Nullable Incoming next() {
    if (end - start < Frame.HEADER_LENGTH) {
      return null;
    }
    long length = intAt(start) & 0xffffffffL;
    int streamId = intAt(start + 4);
    if (length > maxData) {
      int present = (int) Math.min(length, end - start - Frame.HEADER_LENGTH);
      take(Frame.HEADER_LENGTH + present);
      toDiscard = length - present;
      return new OversizedFrame(streamId, length, maxData);
    }
    int size = Frame.HEADER_LENGTH + (int) length;
    if (end - start < size) {
      return null;
    }
    byte[] data = new byte[(int) length];
    System.arraycopy(pending, start + Frame.HEADER_LENGTH, data, 0, data.length);
    Frame frame = new Frame(streamId, pending[start + 8], pending[start + 9], data);
    take(size);
    return frame;
  }

  /** Whether a frame was begun and not finished: the peer closed in the middle of one. */
  public boolean isInsideFrame() {
    return end > start || toDiscard > 0;
  }

  private void take(int count) {
    start += count;
    if (start == end) {
      start = 0;
      end = 0;
      if (pending.length > 4096) {
        pending = EMPTY; // a rare large message must not keep its memory for the life of the peer
      }
    }
  }

  private void makeRoom(int count) {
    if (pending.length - end >= count) {
      return;
    }
    int used = end - start;
    byte[] target = pending;
    if (target.length - used < count) {
      target = new byte[Math.max(256, Math.max(used + count, used * 2))];
    }
    System.arraycopy(pending, start, target, 0, used);
    pending = target;
    start = 0;
    end = used;
  }

  private int intAt(int at) {
    return ((pending[at] & 0xff) << 24)
        | ((pending[at + 1] & 0xff) << 16)
        | ((pending[at + 2] & 0xff) << 8)
        | (pending[at + 3] & 0xff);
  }
}
