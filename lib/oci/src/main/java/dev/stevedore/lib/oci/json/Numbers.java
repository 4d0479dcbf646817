package dev.stevedore.lib.oci.json;

import com.eclipsesource.json.JsonValue;

/** Whole numbers of the sizes that the specifications have, read from their JSON text. */
final class Numbers {
  private static final long MAX_UINT32 = 0xFFFF_FFFFL;

  private Numbers() {}

  static long int64(JsonValue value, String at) {
    try {
      return Long.parseLong(text(value, at));
    } catch (NumberFormatException e) {
      throw ObjectReader.wrongType(value, at, "a 64-bit whole number");
    }
  }

  static long uint64(JsonValue value, String at) {
    try {
      return Long.parseUnsignedLong(text(value, at));
    } catch (NumberFormatException e) {
      throw ObjectReader.wrongType(value, at, "an unsigned 64-bit whole number");
    }
  }

  static long uint32(JsonValue value, String at) {
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

  static int int32(JsonValue value, String at) {
    try {
      return Integer.parseInt(text(value, at));
    } catch (NumberFormatException e) {
      throw ObjectReader.wrongType(value, at, "a 32-bit whole number");
    }
  }

  private static String text(JsonValue value, String at) {
    if (!value.isNumber()) {
      throw ObjectReader.wrongType(value, at, "a number");
    }
    return value.toString();
  }
}
