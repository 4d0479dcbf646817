package dev.stevedore.docker.create;

import dev.stevedore.docker.flags.BadValueException;
import java.util.List;
import java.util.Locale;

/** What single values of container flags must look like. */
public final class ValueChecks {
  private static final List<String> SYSCTLS =
      List.of(
          "kernel.msgmax",
          "kernel.msgmnb",
          "kernel.msgmni",
          "kernel.sem",
          "kernel.shmall",
          "kernel.shmmax",
          "kernel.shmmni",
          "kernel.shm_rmid_forced");

  private ValueChecks() {}

  static void attach(String value) {
    switch (value.toLowerCase(Locale.ROOT)) {
      case "stdin", "stdout", "stderr" -> {}
      default -> throw new BadValueException("valid streams are STDIN, STDOUT and STDERR");
    }
  }

  static void environment(String value) {
    if (value.isEmpty() || value.startsWith("=")) {
      throw new BadValueException("invalid environment variable: " + value);
    }
  }

  /** A label is {@code name} or {@code name=value}. */
  public static void label(String value) {
    if (value.startsWith("=")) {
      throw new BadValueException("invalid label '" + value + "': empty name");
    }
  }

  /** Only parameters that belong to a namespace may be set. */
  static void sysctl(String value) {
    int equals = value.indexOf('=');
    String name = equals < 0 ? value : value.substring(0, equals);
    boolean allowed =
        equals > 0
            && (SYSCTLS.contains(name) || name.startsWith("net.") || name.startsWith("fs.mqueue."));
    if (!allowed) {
      throw new BadValueException("sysctl '" + value + "' is not allowed");
    }
  }

  static void link(String value) {
    if (value.isEmpty()) {
      throw new BadValueException("empty string specified for links");
    }
    if (value.split(":", -1).length > 2) {
      throw new BadValueException("bad format for links: " + value);
    }
  }

  static void deviceRule(String value) {
    String[] parts = value.split(" ", -1);
    boolean good =
        parts.length == 3
            && List.of("a", "b", "c").contains(parts[0])
            && isDeviceNumber(parts[1])
            && !parts[2].isEmpty()
            && parts[2].length() <= 3
            && parts[2].chars().allMatch(c -> "rwm".indexOf(c) >= 0);
    if (!good) {
      throw new BadValueException("invalid device cgroup format '" + value + "'");
    }
  }

  private static boolean isDeviceNumber(String text) {
    int colon = text.indexOf(':');
    return colon > 0
        && isNumberOrStar(text.substring(0, colon))
        && isNumberOrStar(text.substring(colon + 1));
  }

  private static boolean isNumberOrStar(String text) {
    return text.equals("*") || (!text.isEmpty() && text.chars().allMatch(Character::isDigit));
  }

  static void address(String value) {
    if (!isAddress(value.trim())) {
      throw new BadValueException("IP address is not correctly formatted: " + value);
    }
  }

  /** A domain to look up short names in; a dot is none. */
  static void domain(String value) {
    String text = value.strip();
    boolean good =
        text.equals(".")
            || (text.length() < 255
                && text.chars().anyMatch(ValueChecks::isLetter)
                && isDomain(text.endsWith(".") ? text.substring(0, text.length() - 1) : text));
    if (!good) {
      throw new BadValueException(text + " is not a valid domain");
    }
  }

  private static boolean isDomain(String text) {
    for (String label : text.split("\\.", -1)) {
      boolean good =
          !label.isEmpty()
              && !label.startsWith("-")
              && !label.endsWith("-")
              && label.chars().allMatch(ValueChecks::isLetterDigitOrHyphen);
      if (!good) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterDigitOrHyphen(int c) {
    return c == '-' || isLetter(c) || (c >= '0' && c <= '9');
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static void extraHost(String value) {
    int separator = hostSeparator(value);
    if (separator <= 0) {
      throw new BadValueException("bad format for add-host: \"" + value + "\"");
    }
    String address = unbracketed(value.substring(separator + 1));
    if (!address.equals("host-gateway") && !isAddress(address)) {
      throw new BadValueException("invalid IP address in add-host: \"" + address + "\"");
    }
  }

  /** As the daemon wants it: a colon between name and address. */
  static String normalExtraHost(String value) {
    int separator = hostSeparator(value);
    return value.substring(0, separator) + ":" + unbracketed(value.substring(separator + 1));
  }

  private static int hostSeparator(String value) {
    int equals = value.indexOf('=');
    return equals >= 0 ? equals : value.indexOf(':');
  }

  private static String unbracketed(String address) {
    return address.length() > 2 && address.startsWith("[") && address.endsWith("]")
        ? address.substring(1, address.length() - 1)
        : address;
  }

  /** Whether it is an IPv4 or looks like an IPv6 address; the daemon reads it properly. */
  static boolean isAddress(String text) {
    if (text.indexOf(':') >= 0) {
      int zone = text.indexOf('%');
      String digits = zone < 0 ? text : text.substring(0, zone);
      return digits.split(":", -1).length >= 3
          && digits.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.');
    }
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return false;
    }
    for (String part : parts) {
      boolean octet =
          !part.isEmpty()
              && part.length() <= 3
              && part.chars().allMatch(Character::isDigit)
              && Integer.parseInt(part) <= 255;
      if (!octet) {
        return false;
      }
    }
    return true;
  }
}
