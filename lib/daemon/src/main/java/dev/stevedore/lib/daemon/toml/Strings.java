package dev.stevedore.lib.daemon.toml;

/** The four kinds of strings, each after its first quotation mark was seen. */
final class Strings {
  private final Cursor cursor;

  Strings(Cursor cursor) {
    this.cursor = cursor;
  }

  /** A string in a line: {@code "…"} with escapes, or {@code '…'}. */
  String inLine() {
    char quote = cursor.next();
    StringBuilder string = new StringBuilder();
    while (true) {
      if (cursor.atEnd() || cursor.peek() == '\n') {
        throw cursor.error("a string does not end");
      }
      char c = cursor.next();
      if (c == quote) {
        return string.toString();
      }
      if (c == '\\' && quote == '"') {
        string.appendCodePoint(escape());
      } else {
        string.append(c);
      }
    }
  }

  /** A string of one line or, in three quotation marks, of many. */
  String any() {
    String quotes = String.valueOf(cursor.peek()).repeat(3);
    return cursor.take(quotes) ? ofLines(quotes) : inLine();
  }

  private String ofLines(String quotes) {
    boolean _ = cursor.take("\n");
    StringBuilder string = new StringBuilder();
    while (!cursor.take(quotes)) {
      if (cursor.atEnd()) {
        throw cursor.error("a string does not end");
      }
      char c = cursor.next();
      if (c != '\\' || quotes.charAt(0) == '\'') {
        string.append(c);
      } else if (" \t\n".indexOf(cursor.peek()) >= 0) {
        // The line goes on where the next text is.
        while (" \t\n".indexOf(cursor.peek()) >= 0) {
          char _ = cursor.next();
        }
      } else {
        string.appendCodePoint(escape());
      }
    }
    // Up to two marks may stand before those that end it.
    for (int i = 0; i < 2 && cursor.take(quotes.substring(2)); i++) {
      string.append(quotes.charAt(0));
    }
    return string.toString();
  }

  private int escape() {
    char c = cursor.next();
    return switch (c) {
      case 'b' -> '\b';
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case '"', '\\' -> c;
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      default -> throw cursor.error("unknown escape \\" + c);
    };
  }

  private int codePoint(int digits) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      hex.append(cursor.next());
    }
    try {
      int point = Integer.parseUnsignedInt(hex.toString(), 16);
      if (Character.isValidCodePoint(point)) {
        return point;
      }
    } catch (NumberFormatException e) {
      throw cursor.error("not hexadecimal: " + hex);
    }
    throw cursor.error("no character has the number " + hex);
  }
}
