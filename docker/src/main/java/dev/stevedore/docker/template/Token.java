package dev.stevedore.docker.template;

/**
 * A token of an action.
 *
 * @param text as it stands; of a string, what it means
 * @param offset where it begins in the template
 * @param spaced whether space stands before it
 */
record Token(Kind kind, String text, int offset, boolean spaced) {
  enum Kind {
    /** Text outside actions. */
    TEXT,
    /** The start of an action. */
    OPEN,
    /** The end of an action. */
    CLOSE,
    /** {@code .} or {@code .Name}. */
    FIELD,
    /** {@code $} or {@code $name}. */
    VARIABLE,
    /** A function or keyword. */
    WORD,
    STRING,
    NUMBER,
    /** One of {@code ( ) | , := =}. */
    SIGN,
    END
  }

  boolean is(Kind other, String otherText) {
    return kind == other && text.equals(otherText);
  }
}
