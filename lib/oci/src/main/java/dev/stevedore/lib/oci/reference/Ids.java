package dev.stevedore.lib.oci.reference;

import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Docker's ids: 64 hexadecimal digits, shown as 12. */
public final class Ids {
  private static final int LENGTH = 64;
  private static final int SHORT_LENGTH = 12;
  private static final Pattern FULL = Pattern.compile("[a-f0-9]{" + LENGTH + "}");
  private static final Pattern PREFIX = Pattern.compile("[a-f0-9]{1," + LENGTH + "}");
  private static final Pattern DIGITS = Pattern.compile("[0-9]{" + SHORT_LENGTH + "}");

  private Ids() {}

  /**
   * A new id.
   *
   * @param random gives 32 random bytes at each call
   */
  public static String generate(Supplier<byte[]> random) {
    while (true) {
      StringBuilder id = new StringBuilder(LENGTH);
      for (byte b : random.get()) {
        id.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
      }
      // The short id becomes a host name, and one of digits only would be taken for a number.
      if (id.length() == LENGTH && !DIGITS.matcher(id.substring(0, SHORT_LENGTH)).matches()) {
        return id.toString();
      }
    }
  }

  /** Whether this is a whole id. */
  public static boolean isFull(String text) {
    return FULL.matcher(text).matches();
  }

  /** Whether this may be the beginning of an id. */
  public static boolean isPrefix(String text) {
    return PREFIX.matcher(text).matches();
  }

  /** The first 12 digits, without the algorithm of a digest. */
  public static String shortened(String id) {
    String digits = id.substring(id.indexOf(':') + 1);
    return digits.length() <= SHORT_LENGTH ? digits : digits.substring(0, SHORT_LENGTH);
  }
}
