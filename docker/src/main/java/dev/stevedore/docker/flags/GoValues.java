package dev.stevedore.docker.flags;

/** The values of flags, as Go's strconv and time and docker's go-units read them. */
public final class GoValues {
  private static final String SIZE_LETTERS = "kmgtp";
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private GoValues() {}

  /** As strconv.ParseBool. */
  public static boolean parseBool(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw badSyntax("strconv.ParseBool", value);
    };
  }

  /** As strconv.ParseInt with 64 bits: decimal, or with 0x, 0o, 0b, 0 before it. */
  public static long parseInt(String value) {
    return parseInteger("strconv.ParseInt", value, Long.MIN_VALUE, Long.MAX_VALUE);
  }

  public static long parseUint(String value) {
    return parseInteger("strconv.ParseUint", value, 0, Long.MAX_VALUE);
  }

  public static long parseUint16(String value) {
    return parseInteger("strconv.ParseUint", value, 0, 65535);
  }

  private static long parseInteger(String function, String value, long least, long most) {
    String digits = value;
    boolean negative = digits.startsWith("-");
    if (negative && least == 0) {
      throw badSyntax(function, value);
    }
    if (negative || digits.startsWith("+")) {
      digits = digits.substring(1);
    }
    int radix = 10;
    if (digits.startsWith("0x") || digits.startsWith("0X")) {
      radix = 16;
      digits = digits.substring(2);
    } else if (digits.startsWith("0b") || digits.startsWith("0B")) {
      radix = 2;
      digits = digits.substring(2);
    } else if (digits.startsWith("0o") || digits.startsWith("0O")) {
      radix = 8;
      digits = digits.substring(2);
    } else if (digits.length() > 1 && digits.startsWith("0")) {
      radix = 8;
      digits = digits.substring(1);
    }
    if (digits.isEmpty()) {
      throw badSyntax(function, value);
    }
    for (int i = 0; i < digits.length(); i++) {
      if (Character.digit(digits.charAt(i), radix) < 0) {
        throw badSyntax(function, value);
      }
    }
    try {
      long number = Long.parseLong((negative ? "-" : "") + digits, radix);
      if (number < least || number > most) {
        throw outOfRange(function, value);
      }
      return number;
    } catch (NumberFormatException e) {
      throw outOfRange(function, value);
    }
  }

  /**
   * A Go duration such as {@code 1h15m30.5s}.
   *
   * @return nanoseconds
   */
  public static long parseDuration(String value) {
    String rest = value;
    boolean negative = rest.startsWith("-");
    if (negative || rest.startsWith("+")) {
      rest = rest.substring(1);
    }
    if (rest.equals("0")) {
      return 0;
    }
    if (rest.isEmpty()) {
      throw new BadValueException("time: invalid duration \"" + value + "\"");
    }
    double nanos = 0;
    int at = 0;
    while (at < rest.length()) {
      int numberStart = at;
      while (at < rest.length() && (Character.isDigit(rest.charAt(at)) || rest.charAt(at) == '.')) {
        at++;
      }
      int unitStart = at;
      while (at < rest.length() && !Character.isDigit(rest.charAt(at)) && rest.charAt(at) != '.') {
        at++;
      }
      String number = rest.substring(numberStart, unitStart);
      String unit = rest.substring(unitStart, at);
      if (number.isEmpty()
          || number.equals(".")
          || number.indexOf('.') != number.lastIndexOf('.')) {
        throw new BadValueException("time: invalid duration \"" + value + "\"");
      }
      if (unit.isEmpty()) {
        throw new BadValueException("time: missing unit in duration \"" + value + "\"");
      }
      nanos += Double.parseDouble(number) * nanosPer(unit, value);
    }
    long result = Math.round(nanos);
    return negative ? -result : result;
  }

  private static double nanosPer(String unit, String value) {
    return switch (unit) {
      case "ns" -> 1;
      case "us", "µs", "μs" -> 1e3;
      case "ms" -> 1e6;
      case "s" -> 1e9;
      case "m" -> 60e9;
      case "h" -> 3600e9;
      default ->
          throw new BadValueException(
              "time: unknown unit \"" + unit + "\" in duration \"" + value + "\"");
    };
  }

  /**
   * A size such as {@code 512m} or {@code 1.5GiB}: the letters mean powers of 1024.
   *
   * @return bytes
   */
  public static long parseBytes(String value) {
    int split = value.length();
    while (split > 0
        && !Character.isDigit(value.charAt(split - 1))
        && value.charAt(split - 1) != '.') {
      split--;
    }
    String number = value.substring(0, split);
    String suffix = value.substring(split).toLowerCase(java.util.Locale.ROOT);
    if (number.isEmpty() || !isDecimal(number)) {
      throw invalidSize(value);
    }
    if (suffix.startsWith(" ")) {
      suffix = suffix.substring(1);
    }
    double factor = 1;
    if (!suffix.isEmpty() && !suffix.equals("b")) {
      int power = SIZE_LETTERS.indexOf(suffix.charAt(0)) + 1;
      String tail = suffix.substring(1);
      if (power == 0 || !(tail.isEmpty() || tail.equals("b") || tail.equals("ib"))) {
        throw new BadValueException("invalid suffix: '" + value.substring(split) + "'");
      }
      for (int i = 0; i < power; i++) {
        factor *= 1024;
      }
    }
    return (long) (Double.parseDouble(number) * factor);
  }

  public static long parseSwapBytes(String value) {
    return value.equals("-1") ? -1 : parseBytes(value);
  }

  /**
   * A number of CPUs such as {@code 1.5}.
   *
   * @return billionths of a CPU
   */
  public static long parseNanoCpus(String value) {
    if (!isDecimal(value)) {
      throw new BadValueException("failed to parse " + value + " as a rational number");
    }
    int dot = value.indexOf('.');
    String fraction = dot < 0 ? "" : value.substring(dot + 1);
    if (fraction.length() > 9) {
      throw new BadValueException("value is too precise");
    }
    String whole = dot < 0 ? value : value.substring(0, dot);
    long nanos = whole.isEmpty() ? 0 : Long.parseLong(whole) * NANOS_PER_SECOND;
    return nanos + Long.parseLong((fraction + "000000000").substring(0, 9));
  }

  /** A filter is {@code name=value}. */
  static void checkFilter(String value) {
    if (!value.isEmpty() && value.indexOf('=') < 0) {
      throw new BadValueException("bad format of filter (expected name=value)");
    }
  }

  private static boolean isDecimal(String text) {
    int digits = 0;
    int dots = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        return false;
      }
    }
    return digits > 0 && dots <= 1;
  }

  private static BadValueException invalidSize(String value) {
    return new BadValueException("invalid size: '" + value + "'");
  }

  private static BadValueException badSyntax(String function, String value) {
    return new BadValueException(function + ": parsing \"" + value + "\": invalid syntax");
  }

  private static BadValueException outOfRange(String function, String value) {
    return new BadValueException(function + ": parsing \"" + value + "\": value out of range");
  }
}
