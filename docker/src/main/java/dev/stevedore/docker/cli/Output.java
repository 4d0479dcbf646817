package dev.stevedore.docker.cli;

import java.nio.charset.StandardCharsets;

/** Where a program writes: collected in a buffer, written out when that is full or on demand. */
public abstract class Output {
  private static final int BUFFER = 16 * 1024;

  private final byte[] buffer = new byte[BUFFER];
  private int length;

  /** Writes all bytes, waiting as long as it takes. */
  protected abstract void writeOut(byte[] from, int offset, int count);

  public final void write(byte[] from, int offset, int count) {
    if (count > BUFFER - length) {
      flush();
    }
    if (count > BUFFER) {
      writeOut(from, offset, count);
      return;
    }
    System.arraycopy(from, offset, buffer, length, count);
    length += count;
  }

  public final void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  public final void println(String text) {
    print(text);
    print("\n");
  }

  /** Writes out what was collected. */
  public final void flush() {
    int count = length;
    length = 0;
    if (count > 0) {
      writeOut(buffer, 0, count);
    }
  }
}
