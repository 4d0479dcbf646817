package dev.stevedore.dockerd.network.dns;

import java.util.Optional;

/**
 * A question as it came (RFC 1035, 4). It comes from a program that may be hostile, so nothing is
 * believed: what does not fit is an error code, never an exception.
 *
 * <pre>
 *   0: id   2: flags   4: questions   6: answers   8: authorities   10: additional
 *   12: name, as labels: length byte, bytes … 0
 *       type, class                                                        ◀ end
 *       … records; one of type OPT (RFC 6891) says how long an answer may be
 * </pre>
 */
final class Query {
  static final int HEADER = 12;
  static final int A = 1;
  static final int PTR = 12;
  static final int AAAA = 28;
  static final int OPT = 41;
  static final int IN = 1;

  private static final int FEWEST_PAYLOAD = 512;
  private static final int MOST_PAYLOAD = 65_000;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;
  private static final int RECORD = 10;

  private final byte[] bytes;
  private final String name;
  private final int end;
  private final Options options;

  /**
   * What the OPT record says.
   *
   * @param there whether there was one
   * @param payload how long an answer by UDP may be
   * @param dnssec whether it has the DO bit
   */
  private record Options(boolean there, int payload, boolean dnssec) {
    static final Options NONE = new Options(false, FEWEST_PAYLOAD, false);
  }

  private Query(byte[] bytes, String name, int end, Options options) {
    this.bytes = bytes;
    this.name = name;
    this.end = end;
    this.options = options;
  }

  /** The whole message; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** In lower case, without a dot at the end; bytes that are not ASCII as themselves. */
  String name() {
    return name;
  }

  /** What is asked for. */
  int type() {
    return number(bytes, end - 4);
  }

  /** Normally {@link #IN}. */
  int klass() {
    return number(bytes, end - 2);
  }

  /** Where the question ends. */
  int end() {
    return end;
  }

  /** Whether there was an OPT record. */
  boolean edns() {
    return options.there;
  }

  /** How long an answer by UDP may be. */
  int payload() {
    return options.payload;
  }

  /** Whether the OPT record has the DO bit. */
  boolean dnssec() {
    return options.dnssec;
  }

  /** What came of reading it. */
  sealed interface Outcome {
    /** It can be answered. */
    record Asked(Query query) implements Outcome {}

    /** It is answered with an error and nothing else. */
    record Wrong(int code) implements Outcome {}

    /** No answer at all: it is too short to have one, or is an answer itself. */
    record Ignored() implements Outcome {}
  }

  static Outcome read(byte[] bytes) {
    if (bytes.length < HEADER || (bytes[2] & 0x80) != 0) {
      return new Outcome.Ignored();
    }
    if ((bytes[2] & 0x78) != 0) {
      return new Outcome.Wrong(Reply.NOT_IMPLEMENTED);
    }
    if (number(bytes, 4) != 1) {
      return new Outcome.Wrong(Reply.FORMAT_ERROR);
    }
    StringBuilder name = new StringBuilder();
    int end = labels(bytes, HEADER, name);
    if (end < 0 || end + 4 > bytes.length) {
      return new Outcome.Wrong(Reply.FORMAT_ERROR);
    }
    return options(bytes, end + 4)
        .<Outcome>map(
            options -> new Outcome.Asked(new Query(bytes, name.toString(), end + 4, options)))
        .orElseGet(() -> new Outcome.Wrong(Reply.FORMAT_ERROR));
  }

  /**
   * Reads a name into {@code text}; where it ends, or -1. Nothing to point back to comes before.
   */
  private static int labels(byte[] bytes, int start, StringBuilder text) {
    int at = start;
    while (at < bytes.length) {
      int length = bytes[at++] & 0xff;
      if (length == 0) {
        return at;
      }
      if (length > LONGEST_LABEL
          || at + length > bytes.length
          || at + length - start >= LONGEST_NAME) {
        return -1;
      }
      if (!text.isEmpty()) {
        text.append('.');
      }
      for (int i = at; i < at + length; i++) {
        char c = (char) (bytes[i] & 0xff);
        // A dot inside a label is no border between labels: no container is called so.
        text.append(c == '.' ? '\\' : c >= 'A' && c <= 'Z' ? (char) (c + 'a' - 'A') : c);
      }
      at += length;
    }
    return -1;
  }

  /** What the OPT record says; nothing if what follows the question is no record. */
  private static Optional<Options> options(byte[] bytes, int start) {
    int at = start;
    int records = number(bytes, 6) + number(bytes, 8) + number(bytes, 10);
    for (int i = 0; i < records; i++) {
      boolean root = at < bytes.length && bytes[at] == 0;
      at = skipName(bytes, at);
      if (at < 0 || at + RECORD > bytes.length) {
        return Optional.empty();
      }
      if (root && number(bytes, at) == OPT) {
        int payload = Math.clamp(number(bytes, at + 2), FEWEST_PAYLOAD, MOST_PAYLOAD);
        return Optional.of(new Options(true, payload, (bytes[at + 6] & 0x80) != 0));
      }
      at += RECORD + number(bytes, at + 8);
    }
    return Optional.of(Options.NONE);
  }

  private static int skipName(byte[] bytes, int start) {
    int at = start;
    while (at < bytes.length) {
      int length = bytes[at] & 0xff;
      if (length == 0) {
        return at + 1;
      }
      if (length > LONGEST_LABEL) {
        return at + 2;
      }
      at += length + 1;
    }
    return -1;
  }

  /** Two bytes as an unsigned number. */
  static int number(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  /** Whether a message is an answer to this: the same id, and the same question. */
  boolean isAnsweredBy(byte[] answer, int length) {
    if (length < HEADER
        || answer[0] != bytes[0]
        || answer[1] != bytes[1]
        || (answer[2] & 0x80) == 0) {
      return false;
    }
    if (number(answer, 4) == 0) {
      // Some servers leave the question out when all they have to say is an error.
      return (answer[3] & 0xf) != 0;
    }
    if (length < end) {
      return false;
    }
    for (int i = HEADER; i < end; i++) {
      if (lower(answer[i]) != lower(bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 'a' - 'A' : b;
  }
}
