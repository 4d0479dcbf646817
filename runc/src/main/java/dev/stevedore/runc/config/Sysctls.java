package dev.stevedore.runc.config;

import dev.stevedore.lib.posix.Split;

/**
 * Names of kernel parameters, written with dots or with slashes between their parts; whichever
 * comes first in a name separates, the other is then part of a word (sysctl.d(5)).
 */
public final class Sysctls {
  private Sysctls() {}

  /** With dots: {@code net.ipv4.conf.eno2/100.rp_filter}. */
  public static String dotted(String key) {
    return separatesBySlash(key) ? exchange(key) : key;
  }

  /** As a path below /proc/sys: {@code net/ipv4/conf/eno2.100/rp_filter}. */
  public static String path(String key) {
    return separatesBySlash(key) ? key : exchange(key);
  }

  /** Whether every part of its path is a name: not empty, {@code .} or {@code ..}. */
  static boolean isPlain(String key) {
    for (String part : Split.at('/', path(key))) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private static boolean separatesBySlash(String key) {
    int slash = key.indexOf('/');
    int dot = key.indexOf('.');
    return slash >= 0 && (dot < 0 || slash < dot);
  }

  private static String exchange(String key) {
    StringBuilder exchanged = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      exchanged.append(c == '.' ? '/' : c == '/' ? '.' : c);
    }
    return exchanged.toString();
  }
}
