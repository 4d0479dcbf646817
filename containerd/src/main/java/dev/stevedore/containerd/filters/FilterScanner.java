package dev.stevedore.containerd.filters;

import dev.stevedore.containerd.errors.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes a filter's text apart. */
final class FilterScanner {
  private static final Set<String> OPERATORS = Set.of("==", "!=", "~=");

  private final String text;
  private int position;

  FilterScanner(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  char peek() {
    return atEnd() ? 0 : text.charAt(position);
  }

  void expect(char wanted) {
    if (peek() != wanted) {
      throw error("expected \"" + wanted + "\"");
    }
    position++;
  }

  List<String> path() {
    List<String> path = new ArrayList<>();
    path.add(field());
    while (peek() == '.') {
      position++;
      path.add(field());
    }
    return path;
  }

  /** Blanks may be before a field, an operator and a value. */
  private void skipBlanks() {
    while (Character.isWhitespace(peek())) {
      position++;
    }
  }

  private String field() {
    skipBlanks();
    if (peek() == '"' || peek() == '\'') {
      return quoted();
    }
    int start = position;
    while (Character.isLetterOrDigit(peek()) || peek() == '_') {
      position++;
    }
    if (start == position) {
      throw error("expected field or quoted");
    }
    return text.substring(start, position);
  }

  String operator() {
    skipBlanks();
    int start = position;
    while (peek() == '=' || peek() == '!' || peek() == '~') {
      position++;
    }
    if (start == position) {
      throw error("expected an operator (\"==\"|\"!=\"|\"~=\")");
    }
    String operator = text.substring(start, position);
    if (!OPERATORS.contains(operator)) {
      throw error(start, "unsupported operator \"" + operator + "\"");
    }
    return operator;
  }

  /** A value; a regular expression may also be quoted by slashes or bars. */
  String value(boolean regularExpression) {
    skipBlanks();
    char first = peek();
    if (first == '"' || first == '\'' || (regularExpression && (first == '/' || first == '|'))) {
      return quoted();
    }
    int start = position;
    while (!atEnd() && peek() != ',' && !Character.isWhitespace(peek())) {
      position++;
    }
    if (start == position) {
      throw error("expected value or quoted");
    }
    return text.substring(start, position);
  }

  // Slashes and bars quote regular expressions: only an escaped quote is unescaped in them.
  private String quoted() {
    char quote = peek();
    boolean raw = quote == '/' || quote == '|';
    StringBuilder value = new StringBuilder();
    position++;
    while (peek() != quote || atEnd()) {
      if (atEnd()) {
        throw error("unclosed quote");
      }
      char c = text.charAt(position++);
      if (c != '\\') {
        value.append(c);
      } else if (raw && peek() != quote) {
        value.append(c);
      } else {
        value.append(unescaped(text.charAt(Math.min(position++, text.length() - 1))));
      }
    }
    position++;
    return value.toString();
  }

  private static char unescaped(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default -> c;
    };
  }

  Failure error(String problem) {
    return error(position, problem);
  }

  /** Shows the place as containerd does: the character there stands apart. */
  private Failure error(int at, String problem) {
    String place =
        at < text.length()
            ? text.substring(0, at) + " >|" + text.charAt(at) + "|< " + text.substring(at + 1)
            : text;
    return Failure.invalidArgument("filters: parse error: [" + place + "]: " + problem);
  }
}
