package dev.stevedore.dockerd.logs;

import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts a byte stream into lines, each with its newline. A line longer than 16 KiB is passed on in
 * parts, of which only the last has the newline.
 */
public final class LineSplitter {
  /** The longest part of a line, in bytes. */
  public static final int MAX_PART = 16 * 1024;

  private final Consumer<byte[]> lines;
  private byte[] pending = new byte[0];

  /** A splitter that hands each line or part to {@code lines}. */
  public LineSplitter(Consumer<byte[]> lines) {
    this.lines = lines;
  }

  /** Takes the next bytes of the stream; the array may be reused afterwards. */
  public void write(byte[] bytes, int offset, int length) {
    int from = offset;
    int end = offset + length;
    while (from < end) {
      int newline = indexOfNewline(bytes, from, end);
      int to = newline < 0 ? end : newline + 1;
      int room = MAX_PART - pending.length;
      if (to - from > room) {
        to = from + room;
        emit(bytes, from, to);
      } else if (newline >= 0) {
        emit(bytes, from, to);
      } else {
        pending = joined(bytes, from, to);
      }
      from = to;
    }
  }

  /** Passes on what has no newline yet: the stream has ended. */
  public void finish() {
    if (pending.length > 0) {
      byte[] rest = pending;
      pending = new byte[0];
      lines.accept(rest);
    }
  }

  private void emit(byte[] bytes, int from, int to) {
    byte[] line = joined(bytes, from, to);
    pending = new byte[0];
    lines.accept(line);
  }

  private byte[] joined(byte[] bytes, int from, int to) {
    byte[] line = Arrays.copyOf(pending, pending.length + to - from);
    System.arraycopy(bytes, from, line, pending.length, to - from);
    return line;
  }

  private static int indexOfNewline(byte[] bytes, int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
