package dev.stevedore.dockerd.units;

import java.math.BigDecimal;
import java.util.Locale;

/** Sizes in bytes as Docker reads them: {@code 64m}, {@code 1.5 GiB}, {@code 1048576}. */
public final class ByteSize {
  private static final String UNITS = "bkmgtp";

  private ByteSize() {}

  /**
   * Reads a size of which the letters mean powers of 1024, as for memory.
   *
   * @throws IllegalArgumentException with Docker's text
   */
  public static long binary(String text) {
    return parse(text, 1024);
  }

  /**
   * Reads a size of which the letters mean powers of 1000, as for files.
   *
   * @throws IllegalArgumentException with Docker's text
   */
  public static long decimal(String text) {
    return parse(text, 1000);
  }

  private static long parse(String text, int base) {
    int last = text.length() - 1;
    while (last >= 0 && "0123456789. ".indexOf(text.charAt(last)) < 0) {
      last--;
    }
    if (last < 0) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    BigDecimal number = number(text.substring(0, text.charAt(last) == ' ' ? last : last + 1));
    int power = power(text.substring(last + 1).toLowerCase(Locale.ROOT));
    BigDecimal bytes = number.multiply(BigDecimal.valueOf(base).pow(power));
    if (bytes.signum() < 0 || bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    return bytes.longValue();
  }

  private static BigDecimal number(String text) {
    if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)")) {
      throw new IllegalArgumentException(
          "strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }
    return new BigDecimal(text);
  }

  private static int power(String suffix) {
    if (suffix.isEmpty() || suffix.equals("b")) {
      return 0;
    }
    int power = UNITS.indexOf(suffix.charAt(0));
    if (power < 1 || !suffix.substring(1).matches("|b|ib")) {
      throw new IllegalArgumentException("invalid suffix: '" + suffix + "'");
    }
    return power;
  }
}
