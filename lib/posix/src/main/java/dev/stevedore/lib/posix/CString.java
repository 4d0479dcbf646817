package dev.stevedore.lib.posix;

import org.teavm.interop.Address;

/**
 * Strings as C has them: UTF-8 with a zero at the end. (TeaVM's own conversion follows the locale,
 * and in the C locale would cut a path at its first letter beyond ASCII.)
 */
final class CString {
  private CString() {}

  /**
   * For the one call that it is an argument of. A string with a zero in it is refused, as {@code
   * EINVAL}.
   */
  static byte[] of(String text) {
    byte[] terminated = Utf8.encode(text, 1);
    for (int i = 0; i < terminated.length - 1; i++) {
      if (terminated[i] == 0) {
        throw new PosixException("convert", "a string with a NUL byte", Errno.EINVAL);
      }
    }
    return terminated;
  }

  /** The string that starts there. */
  static String at(Address start) {
    int length = 0;
    while (start.add(length).getByte() != 0) {
      length++;
    }
    byte[] utf8 = new byte[length];
    for (int i = 0; i < length; i++) {
      utf8[i] = start.add(i).getByte();
    }
    return Utf8.decode(utf8);
  }

  /** The zero-terminated string in a buffer from {@code from} on. */
  static String in(byte[] buffer, int from) {
    int end = from;
    while (end < buffer.length && buffer[end] != 0) {
      end++;
    }
    return Utf8.decode(buffer, from, end - from);
  }
}
