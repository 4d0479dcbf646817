package dev.stevedore.docker.template;

import java.util.ArrayList;
import java.util.List;

/** Cuts a template into tokens. */
final class Lexer {
  private static final String OPEN = "{{";
  private static final String CLOSE = "}}";

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    lexer.readText(false);
    lexer.add(Token.Kind.END, "", source.length(), false);
    return lexer.tokens;
  }

  private void readText(boolean trimStart) {
    boolean trim = trimStart;
    while (true) {
      int open = source.indexOf(OPEN, at);
      boolean trimEnd = open >= 0 && source.startsWith("- ", open + 2);
      String text = source.substring(at, open < 0 ? source.length() : open);
      if (trim) {
        text = text.stripLeading();
      }
      if (trimEnd) {
        text = text.stripTrailing();
      }
      if (!text.isEmpty()) {
        add(Token.Kind.TEXT, text, at, false);
      }
      if (open < 0) {
        return;
      }
      at = open + 2 + (trimEnd ? 2 : 0);
      trim = source.startsWith("/*", at) ? skipComment() : readAction(open);
    }
  }

  private boolean skipComment() {
    int end = source.indexOf("*/", at);
    if (end < 0) {
      throw error("unclosed comment");
    }
    at = end + 2;
    boolean trim = source.startsWith(" -", at);
    at += trim ? 2 : 0;
    if (!source.startsWith(CLOSE, at)) {
      throw error("comment ends before closing delimiter");
    }
    at += 2;
    return trim;
  }

  private boolean readAction(int open) {
    add(Token.Kind.OPEN, OPEN, open, false);
    boolean spaced = false;
    while (true) {
      if (at >= source.length()) {
        throw error("unclosed action");
      }
      if (source.startsWith(CLOSE, at)) {
        add(Token.Kind.CLOSE, CLOSE, at, spaced);
        at += 2;
        return false;
      }
      if (spaced && source.startsWith("-" + CLOSE, at)) {
        add(Token.Kind.CLOSE, CLOSE, at, true);
        at += 3;
        return true;
      }
      char c = source.charAt(at);
      if (Character.isWhitespace(c)) {
        spaced = true;
        at++;
        continue;
      }
      readToken(c, spaced);
      spaced = false;
    }
  }

  private void readToken(char c, boolean spaced) {
    int start = at;
    if (c == '"' || c == '`' || c == '\'') {
      readQuoted(c, spaced);
    } else if (source.startsWith(":=", at)) {
      at += 2;
      add(Token.Kind.SIGN, ":=", start, spaced);
    } else if ("()|,=".indexOf(c) >= 0) {
      at++;
      add(Token.Kind.SIGN, String.valueOf(c), start, spaced);
    } else if (Character.isDigit(c) || ((c == '-' || c == '+') && nextIsDigit())) {
      at++;
      readWhileWord(".");
      add(Token.Kind.NUMBER, source.substring(start, at), start, spaced);
    } else if (c == '.' || c == '$') {
      at++;
      readWhileWord("");
      Token.Kind kind = c == '.' ? Token.Kind.FIELD : Token.Kind.VARIABLE;
      add(kind, source.substring(start, at), start, spaced);
    } else if (Character.isLetter(c) || c == '_') {
      readWhileWord("");
      add(Token.Kind.WORD, source.substring(start, at), start, spaced);
    } else {
      throw error("unexpected \"" + c + "\" in operand");
    }
  }

  private boolean nextIsDigit() {
    return at + 1 < source.length() && Character.isDigit(source.charAt(at + 1));
  }

  private void readWhileWord(String alsoIn) {
    while (at < source.length()) {
      char c = source.charAt(at);
      if (!Character.isLetterOrDigit(c) && c != '_' && alsoIn.indexOf(c) < 0) {
        return;
      }
      at++;
    }
  }

  private void readQuoted(char quote, boolean spaced) {
    int start = at++;
    StringBuilder text = new StringBuilder();
    while (true) {
      if (at >= source.length() || (source.charAt(at) == '\n' && quote != '`')) {
        throw error(quote == '`' ? "unterminated raw quoted string" : "unterminated quoted string");
      }
      char c = source.charAt(at++);
      if (c == quote) {
        break;
      }
      text.append(c == '\\' && quote != '`' ? escaped() : c);
    }
    if (quote == '\'') {
      add(Token.Kind.NUMBER, Integer.toString(text.codePointAt(0)), start, spaced);
    } else {
      add(Token.Kind.STRING, text.toString(), start, spaced);
    }
  }

  private char escaped() {
    if (at >= source.length()) {
      throw error("unterminated quoted string");
    }
    char c = source.charAt(at++);
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'x' -> hex(2);
      case 'u' -> hex(4);
      default -> c;
    };
  }

  private char hex(int digits) {
    int end = Math.min(source.length(), at + digits);
    try {
      char c = (char) Integer.parseInt(source.substring(at, end), 16);
      at = end;
      return c;
    } catch (NumberFormatException e) {
      throw error("invalid syntax");
    }
  }

  private void add(Token.Kind kind, String text, int offset, boolean spaced) {
    tokens.add(new Token(kind, text, offset, spaced));
  }

  private TemplateException error(String what) {
    return new TemplateException("template: :" + line(source, at) + ": " + what);
  }

  static int line(String source, int offset) {
    int line = 1;
    for (int i = 0; i < Math.min(offset, source.length()); i++) {
      if (source.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }
}
