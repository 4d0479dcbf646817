package dev.stevedore.lib.daemon.compression;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * Decompresses gzip by ISA-L. For one thread at a time.
 *
 * <pre>
 *   in ─▶ bytes ─▶ input ─▶ isal_inflate ─▶ output ─▶ reader
 *         (heap)   (native memory)          (native)
 * </pre>
 */
final class IsalInputStream extends InputStream {
  private static final int INPUT = 64 * 1024;
  private static final int OUTPUT = 256 * 1024;
  private static final int MAGIC_1 = 0x1f;
  private static final int MAGIC_2 = 0x8b;

  /** Its numbers for what is wrong, of igzip_lib.h. */
  private static final int INVALID_WRAPPER = -4;

  private static final int UNSUPPORTED_METHOD = -5;
  private static final int INCORRECT_CHECKSUM = -6;

  private final Isal library;
  private final InputStream in;
  private final Arena arena = Arena.ofShared();
  private final byte[] bytes = new byte[INPUT];
  private final MemorySegment input = arena.allocate(INPUT);
  private final MemorySegment output = arena.allocate(OUTPUT);
  private final MemorySegment state;
  private int inputLength;
  private int outputRead;
  private int outputLength;
  private boolean outputWasFull;
  private boolean ended;

  private IsalInputStream(Isal library, InputStream in) {
    this.library = library;
    this.in = in;
    this.state = library.begin(arena);
  }

  static IsalInputStream open(Isal library, InputStream compressed) throws IOException {
    IsalInputStream stream = new IsalInputStream(library, compressed);
    boolean opened = false;
    try {
      stream.fill();
      opened = true;
    } finally {
      if (!opened) {
        stream.arena.close();
      }
    }
    return stream;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    while (outputRead == outputLength) {
      if (ended) {
        return -1;
      }
      fill();
    }
    int count = Math.min(length, outputLength - outputRead);
    MemorySegment.copy(output, JAVA_BYTE, outputRead, into, offset, count);
    outputRead += count;
    return count;
  }

  /** Decompresses some; there may be nothing to read then, as in an empty member. */
  private void fill() throws IOException {
    outputRead = 0;
    outputLength = 0;
    // With its output full, the library may hold more that it has made of input it took already.
    if (Isal.inputLeft(state) == 0 && !outputWasFull && !readInput(0)) {
      throw new EOFException("gzip: unexpected EOF");
    }
    Isal.setOutput(state, output, OUTPUT);
    check(library.inflate(state));
    outputLength = OUTPUT - Isal.outputLeft(state);
    outputWasFull = outputLength == OUTPUT;
    if (Isal.isFinished(state)) {
      outputWasFull = false;
      ended = !anotherFollows();
      if (!ended) {
        library.beginNext(state);
      }
    }
  }

  /** Whether what follows a member is another one, and not padding. */
  private boolean anotherFollows() throws IOException {
    int left = Isal.inputLeft(state);
    int at = inputLength - left;
    while (left < 2) {
      MemorySegment.copy(input, at, input, 0, left);
      if (!readInput(left)) {
        return false;
      }
      at = 0;
      left = inputLength;
    }
    return (input.get(JAVA_BYTE, at) & 0xff) == MAGIC_1
        && (input.get(JAVA_BYTE, at + 1L) & 0xff) == MAGIC_2;
  }

  /**
   * Reads more input.
   *
   * @param kept how many bytes at the buffer's begin come first
   * @return false if there is no more
   */
  private boolean readInput(int kept) throws IOException {
    int count = in.read(bytes, 0, INPUT - kept);
    if (count < 0) {
      return false;
    }
    MemorySegment.copy(bytes, 0, input, JAVA_BYTE, kept, count);
    inputLength = kept + count;
    Isal.setInput(state, input, inputLength);
    return true;
  }

  private static void check(int result) throws ZipException {
    switch (result) {
      case 0 -> {}
      case INVALID_WRAPPER, UNSUPPORTED_METHOD -> throw new ZipException("gzip: invalid header");
      case INCORRECT_CHECKSUM -> throw new ZipException("gzip: invalid checksum");
      default -> throw new ZipException("flate: corrupt input");
    }
  }

  @Override
  public void close() throws IOException {
    if (arena.scope().isAlive()) {
      arena.close();
    }
    in.close();
  }
}
