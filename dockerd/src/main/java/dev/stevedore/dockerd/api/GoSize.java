package dev.stevedore.dockerd.api;

import java.util.Locale;

/** Sizes as Docker's options take them: {@code 512}, {@code 10m}, {@code 1.5 GiB}; a k is 1024. */
public final class GoSize {
  private static final String UNITS = "bkmgtp";

  private GoSize() {}

  /**
   * Reads a size.
   *
   * @return bytes
   * @throws ApiException.BadParameter with Docker's texts
   */
  public static long parse(String text) {
    int last = text.length() - 1;
    while (last >= 0 && "0123456789. ".indexOf(text.charAt(last)) < 0) {
      last--;
    }
    if (last < 0) {
      throw new ApiException.BadParameter("invalid size: '" + text + "'");
    }
    String number = text.substring(0, text.charAt(last) == ' ' ? last : last + 1);
    double size = number(number);
    if (size < 0) {
      throw new ApiException.BadParameter("invalid size: '" + text + "'");
    }
    return (long) (size * unit(text.substring(last + 1).toLowerCase(Locale.ROOT)));
  }

  private static double number(String text) {
    if (!text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)")) {
      throw new ApiException.BadParameter(
          "strconv.ParseFloat: parsing \"" + text + "\": invalid syntax");
    }
    return Double.parseDouble(text);
  }

  private static long unit(String suffix) {
    if (suffix.isEmpty() || suffix.equals("b")) {
      return 1;
    }
    int power = UNITS.indexOf(suffix.charAt(0));
    if (power < 1 || !suffix.substring(1).matches("|b|ib")) {
      throw new ApiException.BadParameter("invalid suffix: '" + suffix + "'");
    }
    return 1L << (10 * power);
  }
}
