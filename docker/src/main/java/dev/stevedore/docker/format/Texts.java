package dev.stevedore.docker.format;

/** Small things that several lists show alike. */
public final class Texts {
  private static final int SHORT_ID = 12;

  private Texts() {}

  /** The first twelve digits of an id, without its {@code sha256:}. */
  public static String shortId(String id) {
    int colon = id.indexOf(':');
    String digits = colon < 0 ? id : id.substring(colon + 1);
    return digits.length() > SHORT_ID ? digits.substring(0, SHORT_ID) : digits;
  }

  /** The parts between separators, empty ones too; without the regular expressions of split. */
  public static String[] parts(String text, char separator) {
    int count = 1;
    for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, at + 1)) {
      count++;
    }
    String[] parts = new String[count];
    int from = 0;
    for (int i = 0; i < count; i++) {
      int end = i == count - 1 ? text.length() : text.indexOf(separator, from);
      parts[i] = text.substring(from, end);
      from = end + 1;
    }
    return parts;
  }

  /** At most so many letters, the last of them … if there were more. */
  public static String ellipsis(String text, int most) {
    int length = text.codePointCount(0, text.length());
    if (length <= most) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** In double quotes, as Go's strconv.Quote. */
  public static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case 7 -> quoted.append("\\a");
        case 11 -> quoted.append("\\v");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append("\\x").append(c < 16 ? "0" : "").append(Integer.toHexString(c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
