package dev.stevedore.lib.posix;

/** Fields of a C structure in a heap array, little-endian as on x86-64. */
final class Struct {
  private Struct() {}

  static int getUnsignedShort(byte[] struct, int offset) {
    return (struct[offset] & 0xff) | (struct[offset + 1] & 0xff) << 8;
  }

  static void putShort(byte[] struct, int offset, int value) {
    struct[offset] = (byte) value;
    struct[offset + 1] = (byte) (value >> 8);
  }

  static int getInt(byte[] struct, int offset) {
    return getUnsignedShort(struct, offset) | getUnsignedShort(struct, offset + 2) << 16;
  }

  static void putInt(byte[] struct, int offset, int value) {
    putShort(struct, offset, value);
    putShort(struct, offset + 2, value >> 16);
  }

  static long getLong(byte[] struct, int offset) {
    return (getInt(struct, offset) & 0xffffffffL) | (long) getInt(struct, offset + 4) << 32;
  }

  static void putLong(byte[] struct, int offset, long value) {
    putInt(struct, offset, (int) value);
    putInt(struct, offset + 4, (int) (value >> 32));
  }
}
