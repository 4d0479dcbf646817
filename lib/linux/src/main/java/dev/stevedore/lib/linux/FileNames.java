package dev.stevedore.lib.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * File names as strings. Linux takes any bytes but NUL and '/'; those that are not UTF-8 are kept
 * as lone surrogates U+DC80 to U+DCFF, so that a name comes back as it was.
 */
public final class FileNames {
  private static final int ESCAPE = 0xDC00;

  private FileNames() {}

  /** The name that these bytes are. */
  public static String decode(byte[] bytes) {
    if (isAscii(bytes)) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return escape(bytes);
    }
  }

  /** The bytes of a name. */
  public static byte[] encode(String name) {
    if (!hasEscape(name)) {
      return name.getBytes(StandardCharsets.UTF_8);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    name.codePoints()
        .forEach(
            point -> {
              if (isEscape(point)) {
                bytes.write(point - ESCAPE);
              } else {
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
              }
            });
    return bytes.toByteArray();
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean hasEscape(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (isEscape(name.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  // Every byte beyond ASCII is escaped, even where some of them are UTF-8: the name is not text.
  private static String escape(byte[] bytes) {
    StringBuilder name = new StringBuilder(bytes.length);
    for (byte b : bytes) {
      name.append((char) (b >= 0 ? b : ESCAPE + (b & 0xff)));
    }
    return name.toString();
  }

  private static boolean isEscape(int c) {
    return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xff;
  }
}
