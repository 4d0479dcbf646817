package dev.stevedore.lib.posix;

import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8. TeaVM's own conversion makes two buffers of half a kilobyte and one each time,
 * which for some hundred short paths is more than all the rest of a heap; nearly all text here is
 * ASCII, which needs none.
 */
public final class Utf8 {
  private static final int ASCII = 0x80;

  private Utf8() {}

  /** The bytes of a text. */
  public static byte[] encode(String text) {
    return encode(text, 0);
  }

  /** The bytes of a text, and so many zeros behind them. */
  static byte[] encode(String text, int zeros) {
    byte[] bytes = new byte[text.length() + zeros];
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ASCII) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] longer = new byte[utf8.length + zeros];
        System.arraycopy(utf8, 0, longer, 0, utf8.length);
        return longer;
      }
      bytes[i] = (byte) c;
    }
    return bytes;
  }

  /** The text of bytes; what is not UTF-8 becomes U+FFFD. */
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** The text of {@code length} bytes from {@code from} on. */
  public static String decode(byte[] bytes, int from, int length) {
    char[] text = new char[length];
    for (int i = 0; i < length; i++) {
      byte b = bytes[from + i];
      if (b < 0) {
        return new String(bytes, from, length, StandardCharsets.UTF_8);
      }
      text[i] = (char) b;
    }
    return new String(text);
  }
}
