package dev.stevedore.docker.command;

import java.util.Comparator;

/** Names as people count them: numbers in them by their value, so 9 comes before 10. */
public final class NaturalOrder implements Comparator<String> {
  @Override
  public int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int result;
      if (isDigit(one.charAt(i)) && isDigit(other.charAt(j))) {
        int from = skipZeros(one, i);
        int otherFrom = skipZeros(other, j);
        i = end(one, from);
        j = end(other, otherFrom);
        result = Integer.compare(i - from, j - otherFrom);
        if (result == 0) {
          result = one.substring(from, i).compareTo(other.substring(otherFrom, j));
        }
      } else {
        result = Character.compare(one.charAt(i), other.charAt(j));
        i++;
        j++;
      }
      if (result != 0) {
        return result;
      }
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  private static int skipZeros(String text, int start) {
    int at = start;
    while (at < text.length() && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static int end(String text, int start) {
    int at = start;
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
