package dev.stevedore.lib.tar;

import dev.stevedore.lib.linux.FileNames;
import java.util.Arrays;

/** The 512 bytes before an entry, tar(5). */
final class TarHeader {
  static final int SIZE = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_LENGTH = 8;

  private final byte[] block;

  private TarHeader(byte[] block) {
    this.block = block;
  }

  static TarHeader of(byte[] block) throws TarException {
    TarHeader header = new TarHeader(block);
    if (!header.isEnd()) {
      header.verify();
    }
    return header;
  }

  /** A block that goes on with a header, and has no checksum. */
  static TarHeader unchecked(byte[] block) {
    return new TarHeader(block);
  }

  /** Whether it is all zeros, as at the end of an archive. */
  boolean isEnd() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  // Old programs added the bytes as signed.
  private void verify() throws TarException {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < SIZE; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_LENGTH ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    long wanted = number(CHECKSUM, CHECKSUM_LENGTH);
    if (wanted != unsigned && wanted != signed) {
      throw new TarException("invalid tar header");
    }
  }

  char type() {
    return (char) block[156];
  }

  String name() {
    String name = text(0, 100);
    // GNU writes "ustar  " and has other things where the prefix is.
    boolean posix = text(257, 6).equals("ustar");
    String prefix = posix ? text(345, 155) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String linkName() {
    return text(157, 100);
  }

  long mode() throws TarException {
    return number(100, 8);
  }

  long uid() throws TarException {
    return number(108, 8);
  }

  long gid() throws TarException {
    return number(116, 8);
  }

  long size() throws TarException {
    return number(124, 12);
  }

  long modifiedSeconds() throws TarException {
    return number(136, 12);
  }

  long deviceMajor() throws TarException {
    return number(329, 8);
  }

  long deviceMinor() throws TarException {
    return number(337, 8);
  }

  /** The size of a type S entry with its holes. */
  long realSize() throws TarException {
    return number(483, 12);
  }

  boolean hasFlag(int offset) {
    return block[offset] != 0;
  }

  private String text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return FileNames.decode(Arrays.copyOfRange(block, offset, end));
  }

  // Octal digits with blanks or NULs around them, or, with the highest bit set, a binary number.
  long number(int offset, int length) throws TarException {
    if ((block[offset] & 0x80) != 0) {
      long value = (block[offset] & 0x40) != 0 ? -1 : 0;
      for (int i = offset; i < offset + length; i++) {
        int b = i == offset ? (block[i] & 0x3f) | (value < 0 ? 0xc0 : 0) : block[i] & 0xff;
        value = (value << 8) | b;
      }
      return value;
    }
    long value = 0;
    boolean digits = false;
    for (int i = offset; i < offset + length; i++) {
      byte b = block[i];
      if (b >= '0' && b <= '7') {
        value = value * 8 + (b - '0');
        digits = true;
      } else if (b == 0 || b == ' ') {
        if (digits) {
          break;
        }
      } else {
        throw new TarException("invalid tar header");
      }
    }
    return value;
  }
}
