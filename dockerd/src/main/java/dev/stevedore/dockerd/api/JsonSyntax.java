package dev.stevedore.dockerd.api;

import java.nio.charset.StandardCharsets;

/**
 * What is wrong with a text that should be JSON, in the words of Go's encoding/json, which clients
 * have always been answered with. Only for texts that a parser has refused.
 */
final class JsonSyntax {
  private static final String TRAILING = "unexpected content after JSON";
  private static final int END = -1;

  /** What the parser allows; Go allows ten times as much. */
  private static final int MAX_DEPTH = 1000;

  private final String text;
  private int at;
  private int depth;

  private JsonSyntax(String text) {
    this.text = text;
  }

  /**
   * Describes the first fault.
   *
   * @param otherwise what to say if the text is one well-formed value: its shape is wrong, then
   */
  static String describe(byte[] bytes, String otherwise) {
    JsonSyntax syntax = new JsonSyntax(new String(bytes, StandardCharsets.UTF_8));
    try {
      syntax.value();
      return syntax.next() == END ? "invalid JSON: " + otherwise : TRAILING;
    } catch (Fault fault) {
      return "invalid JSON: " + fault.getMessage();
    }
  }

  /** Found; its text is Go's. */
  private static final class Fault extends Exception {
    private static final long serialVersionUID = 1;

    Fault(String message) {
      super(message, null, false, false);
    }
  }

  /** The next character that is not white space; it stays the next one. */
  private int next() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return peek();
  }

  private int peek() {
    return at < text.length() ? text.charAt(at) : END;
  }

  private Fault fault(int found, String context) {
    if (found == END) {
      return new Fault("unexpected EOF");
    }
    String quoted =
        switch (found) {
          case '\'' -> "'\\''";
          case '"' -> "'\"'";
          case '\\' -> "'\\\\'";
          case '\n' -> "'\\n'";
          case '\t' -> "'\\t'";
          case '\r' -> "'\\r'";
          default -> found < ' ' ? "'\\x%02x'".formatted(found) : "'" + (char) found + "'";
        };
    return new Fault("invalid character " + quoted + " " + context);
  }

  private void value() throws Fault {
    if (++depth > MAX_DEPTH) {
      throw new Fault("exceeded max depth");
    }
    int first = next();
    switch (first) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (first != '-' && !isDigit(first)) {
          throw fault(first, "looking for beginning of value");
        }
        number();
      }
    }
    depth--;
  }

  private void object() throws Fault {
    at++;
    if (next() == '}') {
      at++;
      return;
    }
    while (true) {
      if (next() != '"') {
        throw fault(peek(), "looking for beginning of object key string");
      }
      string();
      expect(':', "after object key");
      value();
      if (next() == '}') {
        at++;
        return;
      }
      expect(',', "after object key:value pair");
    }
  }

  private void array() throws Fault {
    at++;
    if (next() == ']') {
      at++;
      return;
    }
    while (true) {
      value();
      if (next() == ']') {
        at++;
        return;
      }
      expect(',', "after array element");
    }
  }

  private void expect(char wanted, String context) throws Fault {
    if (next() != wanted) {
      throw fault(peek(), context);
    }
    at++;
  }

  private void string() throws Fault {
    at++;
    for (int found = peek(); found != '"'; found = peek()) {
      if (found < ' ') {
        throw fault(found, "in string literal");
      }
      at++;
      if (found == '\\') {
        escape();
      }
    }
    at++;
  }

  private void escape() throws Fault {
    int code = peek();
    if (code == END || "\"\\/bfnrtu".indexOf(code) < 0) {
      throw fault(code, "in string escape code");
    }
    at++;
    for (int i = 0; code == 'u' && i < 4; i++, at++) {
      if (Character.digit(peek(), 16) < 0) {
        throw fault(peek(), "in \\u hexadecimal character escape");
      }
    }
  }

  private void literal(String word) throws Fault {
    for (int i = 0; i < word.length(); i++) {
      char wanted = word.charAt(i);
      if (peek() != wanted) {
        throw fault(peek(), "in literal " + word + " (expecting '" + wanted + "')");
      }
      at++;
    }
  }

  private void number() throws Fault {
    if (peek() == '-') {
      at++;
    }
    if (peek() == '0') {
      at++; // nothing but a fraction or an exponent may follow
    } else {
      digits("in numeric literal");
    }
    if (peek() == '.') {
      at++;
      digits("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      if (peek() == '+' || peek() == '-') {
        at++;
      }
      digits("in exponent of numeric literal");
    }
  }

  private void digits(String context) throws Fault {
    if (!isDigit(peek())) {
      throw fault(peek(), context);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }
}
