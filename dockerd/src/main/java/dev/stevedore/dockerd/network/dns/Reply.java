package dev.stevedore.dockerd.network.dns;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes answers. */
final class Reply {
  static final int FORMAT_ERROR = 1;
  static final int SERVER_FAILURE = 2;
  static final int NOT_IMPLEMENTED = 4;
  static final int REFUSED = 5;

  /** How many bytes a message by TCP may have. */
  static final int LARGEST = 65_535;

  private static final int TTL = 600;

  /** The longest datagram that we say we take. */
  private static final int PAYLOAD = 1232;

  private static final int OPTIONS = 11;
  private static final int RECORD = 12;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_NAME = 255;

  private Reply() {}

  /** An answer to something that is no question: an error, with its id. */
  static byte[] error(byte[] message, int code) {
    byte[] answer = new byte[Query.HEADER];
    header(message, answer, code);
    return answer;
  }

  /** An answer with an error, or without records if the code is 0. */
  static byte[] empty(Query query, int code) {
    byte[] answer = start(query, 0);
    header(query.bytes(), answer, code);
    return answer;
  }

  /** An answer with addresses; as many as fit, and a mark if not all do. */
  static byte[] addresses(Query query, List<InetAddress> addresses, int limit) {
    int size = RECORD + (query.type() == Query.A ? 4 : 16);
    int room = limit - query.end() - (query.edns() ? OPTIONS : 0);
    int count = Math.min(addresses.size(), Math.max(0, room / size));
    byte[] answer = start(query, count * size);
    header(query.bytes(), answer, 0);
    if (count < addresses.size()) {
      answer[2] |= 0x02;
    }
    number(answer, 6, count);
    int at = query.end();
    for (InetAddress address : addresses.subList(0, count)) {
      at = record(query, answer, at, address.getAddress());
    }
    return answer;
  }

  /** An answer with a name; nothing if it is none that can be written. */
  static Optional<byte[]> name(Query query, String name) {
    return encode(name)
        .map(
            data -> {
              byte[] answer = start(query, RECORD + data.length);
              header(query.bytes(), answer, 0);
              number(answer, 6, 1);
              record(query, answer, query.end(), data);
              return answer;
            });
  }

  /** The question of a message that was too long, with the mark that says so. */
  static byte[] truncated(Query query) {
    byte[] answer = empty(query, 0);
    answer[2] |= 0x02;
    return answer;
  }

  private static byte[] start(Query query, int records) {
    int options = query.edns() ? OPTIONS : 0;
    byte[] answer = new byte[query.end() + records + options];
    System.arraycopy(query.bytes(), Query.HEADER, answer, Query.HEADER, query.end() - Query.HEADER);
    number(answer, 4, 1);
    if (query.edns()) {
      int at = answer.length - OPTIONS;
      number(answer, 10, 1);
      number(answer, at + 1, Query.OPT);
      number(answer, at + 3, PAYLOAD);
      answer[at + 7] = (byte) (query.dnssec() ? 0x80 : 0);
    }
    return answer;
  }

  private static void header(byte[] question, byte[] answer, int code) {
    answer[0] = question[0];
    answer[1] = question[1];
    // It is an answer; the kind of question and "recursion desired" as they came.
    answer[2] = (byte) (0x80 | (question[2] & 0x79));
    // "Recursion available"; "checking disabled" as it came.
    answer[3] = (byte) (0x80 | (question[3] & 0x10) | code);
  }

  /** Writes a record of the name that was asked for; where it ends. */
  private static int record(Query query, byte[] answer, int at, byte[] data) {
    number(answer, at, 0xc000 | Query.HEADER);
    number(answer, at + 2, query.type());
    number(answer, at + 4, Query.IN);
    number(answer, at + 8, TTL);
    number(answer, at + 10, data.length);
    System.arraycopy(data, 0, answer, at + RECORD, data.length);
    return at + RECORD + data.length;
  }

  private static Optional<byte[]> encode(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    byte[] labels = new byte[text.length + 2];
    int length = 0;
    for (int i = text.length; i >= 0; i--) {
      // From the end, so that each label's length is known when its place comes.
      if (i > 0 && text[i - 1] != '.') {
        labels[i] = text[i - 1];
        length++;
      } else {
        if (length == 0 || length > LONGEST_LABEL) {
          return Optional.empty();
        }
        labels[i] = (byte) length;
        length = 0;
      }
    }
    return labels.length > LONGEST_NAME
        ? Optional.empty()
        : Optional.of(Arrays.copyOf(labels, labels.length));
  }

  private static void number(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
