package dev.stevedore.runc.resctrl;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lines of a schemata file, {@code L3:0=7f0;1=1f}: of a resource, what each of its instances gives.
 */
final class Schemata {
  private final Map<String, Map<String, String>> byResource = new LinkedHashMap<>();

  private Schemata() {}

  /** Takes a text apart; blanks around names and leading zeros mean nothing. */
  static Schemata parse(String text) {
    Schemata schemata = new Schemata();
    for (String line : text.split("\n")) {
      int colon = line.indexOf(':');
      if (colon < 0) {
        continue;
      }
      Map<String, String> instances =
          schemata.byResource.computeIfAbsent(
              line.substring(0, colon).trim(), any -> new LinkedHashMap<>());
      for (String part : line.substring(colon + 1).split(";")) {
        int equals = part.indexOf('=');
        if (equals > 0) {
          instances.put(plain(part.substring(0, equals)), plain(part.substring(equals + 1)));
        }
      }
    }
    return schemata;
  }

  /** Whether all that others say is said here too. */
  boolean covers(Schemata others) {
    for (Map.Entry<String, Map<String, String>> entry : others.byResource.entrySet()) {
      Map<String, String> here = byResource.getOrDefault(entry.getKey(), Map.of());
      for (Map.Entry<String, String> instance : entry.getValue().entrySet()) {
        if (!instance.getValue().equals(here.get(instance.getKey()))) {
          return false;
        }
      }
    }
    return true;
  }

  private static String plain(String number) {
    String trimmed = number.trim();
    StringBuilder lower = new StringBuilder();
    for (int i = 0; i < trimmed.length(); i++) {
      char c = trimmed.charAt(i);
      boolean isLeadingZero = c == '0' && lower.isEmpty() && i + 1 < trimmed.length();
      if (!isLeadingZero) {
        lower.append(c >= 'A' && c <= 'F' ? (char) (c - 'A' + 'a') : c);
      }
    }
    return lower.toString();
  }
}
