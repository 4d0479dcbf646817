package dev.stevedore.docker.format;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Amounts of bytes for people. */
public final class Sizes {
  private static final String[] DECIMAL = {"B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"};
  private static final String[] BINARY = {
    "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB", "ZiB", "YiB"
  };

  private Sizes() {}

  /** In powers of 1000 with three digits, as lists show it: {@code 1.53MB}. */
  public static String decimal(long bytes) {
    return scaled(bytes, 1000, DECIMAL, 3);
  }

  /** In powers of 1000 with four digits: {@code 1.532MB}. */
  public static String decimalExact(long bytes) {
    return scaled(bytes, 1000, DECIMAL, 4);
  }

  /** In powers of 1024 with four digits: {@code 23.54GiB}. */
  public static String binary(long bytes) {
    return scaled(bytes, 1024, BINARY, 4);
  }

  private static String scaled(long bytes, double base, String[] units, int digits) {
    double rest = (double) bytes;
    int unit = 0;
    while (rest >= base && unit < units.length - 1) {
      rest /= base;
      unit++;
    }
    return significant(rest, digits) + units[unit];
  }

  /** As printf's %.{digits}g: so many significant digits, no zeros at the end. */
  static String significant(double number, int digits) {
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded =
        new BigDecimal(number).round(new MathContext(digits, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= digits) {
      String mantissa = rounded.movePointLeft(exponent).stripTrailingZeros().toPlainString();
      return mantissa + "e+" + (exponent < 10 ? "0" : "") + exponent;
    }
    return rounded.stripTrailingZeros().toPlainString();
  }
}
