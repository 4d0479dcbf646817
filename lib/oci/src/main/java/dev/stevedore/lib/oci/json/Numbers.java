package dev.stevedore.lib.oci.json;

import com.eclipsesource.json.JsonValue;

/** Whole numbers of the sizes that the specifications have, read from their JSON text. */
final class Numbers {
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  /** 2^64 - 1 is this and its last digit. */
  private static final long UINT64_TENTH = 1_844_674_407_370_955_161L;

  private static final int UINT64_LAST_DIGIT = 5;

  private Numbers() {}

  static long int64(JsonValue value, Place at) {
    try {
      return Long.parseLong(text(value, at));
    } catch (NumberFormatException e) {
      throw ObjectReader.wrongType(value, at, "a 64-bit whole number");
    }
  }

  /** By hand, since native programs have no {@code Long.parseUnsignedLong}. */
  static long uint64(JsonValue value, Place at) {
    String digits = text(value, at);
    long number = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) - '0';
      boolean fits =
          digit >= 0
              && digit <= 9
              && number >= 0
              && (number < UINT64_TENTH || (number == UINT64_TENTH && digit <= UINT64_LAST_DIGIT));
      if (!fits) {
        throw ObjectReader.wrongType(value, at, "an unsigned 64-bit whole number");
      }
      number = number * 10 + digit;
    }
    return number;
  }

  static long uint32(JsonValue value, Place at) {
    try {
      long number = Long.parseLong(text(value, at));
      if (number >= 0 && number <= MAX_UINT32) {
        return number;
      }
    } catch (NumberFormatException e) {
      // The error below says it all.
    }
    throw ObjectReader.wrongType(value, at, "an unsigned 32-bit whole number");
  }

  static int int32(JsonValue value, Place at) {
    try {
      return Integer.parseInt(text(value, at));
    } catch (NumberFormatException e) {
      throw ObjectReader.wrongType(value, at, "a 32-bit whole number");
    }
  }

  private static String text(JsonValue value, Place at) {
    if (!value.isNumber()) {
      throw ObjectReader.wrongType(value, at, "a number");
    }
    return value.toString();
  }
}
