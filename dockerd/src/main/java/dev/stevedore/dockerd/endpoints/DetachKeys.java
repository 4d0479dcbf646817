package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/**
 * Finds the keys that detach a client in what the client types. Bytes that may be the beginning of
 * the sequence are held back until it is clear that they are not.
 */
final class DetachKeys {
  private static final byte[] DEFAULT = {16, 17}; // ctrl-p, ctrl-q

  private final byte[] keys;
  private int matched;

  /**
   * Looks for keys.
   *
   * @param text such as {@code ctrl-p,ctrl-q} or {@code a}; empty: the default
   * @throws ApiException.BadParameter with Docker's text, if it cannot be understood
   */
  DetachKeys(String text) {
    this.keys = text.isEmpty() ? DEFAULT.clone() : parse(text);
  }

  private static byte[] parse(String text) {
    ByteArrayOutputStream codes = new ByteArrayOutputStream();
    for (String key : text.split(",", -1)) {
      if (key.length() == 1) {
        codes.write(key.charAt(0));
      } else if (key.startsWith("ctrl-") && key.length() == 6) {
        codes.write(control(key.charAt(5), text));
      } else {
        throw unknown(text);
      }
    }
    return codes.toByteArray();
  }

  private static int control(char key, String text) {
    if (key >= 'a' && key <= 'z') {
      return key - 'a' + 1;
    }
    return switch (key) {
      case '@' -> 0;
      case '[' -> 27;
      case '\\' -> 28;
      case ']' -> 29;
      case '^' -> 30;
      case '_' -> 31;
      default -> throw unknown(text);
    };
  }

  private static ApiException unknown(String text) {
    return new ApiException.BadParameter("Invalid detach keys (" + text + ") provided");
  }

  /**
   * What may be passed on.
   *
   * @param bytes for the process; what came before the keys, if they were found
   * @param detached whether the keys were found
   */
  @SuppressWarnings("ArrayRecordComponent") // used once, never compared
  record Passed(byte[] bytes, boolean detached) {}

  /** Looks at the next bytes. */
  Passed look(byte[] bytes, int length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(length + keys.length);
    for (int i = 0; i < length; i++) {
      if (bytes[i] == keys[matched]) {
        matched++;
        if (matched == keys.length) {
          matched = 0;
          return new Passed(out.toByteArray(), true);
        }
        continue;
      }
      // Not the sequence after all: what was held back goes on, and this byte may begin it anew.
      out.writeBytes(Arrays.copyOf(keys, matched));
      matched = bytes[i] == keys[0] ? 1 : 0;
      if (matched == 0) {
        out.write(bytes[i]);
      }
    }
    return new Passed(out.toByteArray(), false);
  }
}
