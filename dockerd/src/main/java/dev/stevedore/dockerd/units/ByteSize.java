package dev.stevedore.dockerd.units;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes in bytes as Docker reads them: {@code 64m}, {@code 1.5 GiB}, {@code 1048576}. */
public final class ByteSize {
  private static final Pattern TEXT =
      Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([kmgtp]?)(i?b)?", Pattern.CASE_INSENSITIVE);

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
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    String letter = matcher.group(2).toLowerCase(Locale.ROOT);
    int power = letter.isEmpty() ? 0 : 1 + "kmgtp".indexOf(letter);
    BigDecimal bytes =
        new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(base).pow(power));
    if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
      throw new IllegalArgumentException("invalid size: '" + text + "'");
    }
    return bytes.longValue();
  }
}
