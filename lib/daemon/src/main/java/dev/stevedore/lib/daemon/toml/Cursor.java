package dev.stevedore.lib.daemon.toml;

/** A place in a text. */
final class Cursor {
  /** What {@link #peek} gives behind the end. */
  static final char END = 0;

  private final String file;
  private final String text;
  private int position;

  Cursor(String file, String text) {
    this.file = file;
    this.text = text.replace("\r\n", "\n");
  }

  boolean atEnd() {
    return position == text.length();
  }

  char peek() {
    return atEnd() ? END : text.charAt(position);
  }

  char next() {
    if (atEnd()) {
      throw error("unexpected end");
    }
    return text.charAt(position++);
  }

  /** Passes over a word, if it comes next. */
  boolean take(String word) {
    boolean there = text.startsWith(word, position);
    position += there ? word.length() : 0;
    return there;
  }

  void expect(String word) {
    if (!take(word)) {
      throw error("expected " + word);
    }
  }

  /** Passes over blanks in a line. */
  void skipBlanks() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  /** Passes over blanks, lines' ends and comments. */
  void skipLines() {
    skipBlanks();
    while (peek() == '\n' || peek() == '#') {
      skipComment();
      position += atEnd() ? 0 : 1;
      skipBlanks();
    }
  }

  private void skipComment() {
    if (peek() == '#') {
      int end = text.indexOf('\n', position);
      position = end < 0 ? text.length() : end;
    }
  }

  /** After a statement there is nothing else in its line. */
  void endOfLine() {
    skipBlanks();
    skipComment();
    if (!atEnd() && next() != '\n') {
      position--;
      throw error("unexpected " + peek());
    }
  }

  TomlException error(String problem) {
    long line = text.substring(0, position).chars().filter(it -> it == '\n').count() + 1;
    return new TomlException(file + ":" + line + ": " + problem);
  }
}
