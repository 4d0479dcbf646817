package dev.stevedore.lib.posix;

import java.nio.charset.StandardCharsets;
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
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    byte[] terminated = new byte[utf8.length + 1];
    for (int i = 0; i < utf8.length; i++) {
      if (utf8[i] == 0) {
        throw new PosixException("convert", "a string with a NUL byte", Errno.EINVAL);
      }
      terminated[i] = utf8[i];
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
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** The zero-terminated string in a buffer from {@code from} on. */
  static String in(byte[] buffer, int from) {
    int end = from;
    while (end < buffer.length && buffer[end] != 0) {
      end++;
    }
    return new String(buffer, from, end - from, StandardCharsets.UTF_8);
  }
}
