package dev.stevedore.lib.tar;

import dev.stevedore.lib.linux.FileNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The records of a pax header, {@code LENGTH KEY=VALUE\n}; values are bytes. */
final class PaxRecords {
  /** The extents of a sparse file: {@code OFFSET,LENGTH,OFFSET,LENGTH…}. */
  static final String SPARSE_MAP = "GNU.sparse.map";

  private static final String SPARSE_OFFSET = "GNU.sparse.offset";
  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";

  private final Map<String, byte[]> records;

  private PaxRecords(Map<String, byte[]> records) {
    this.records = records;
  }

  static final PaxRecords NONE = new PaxRecords(Map.of());

  static PaxRecords parse(byte[] content) throws TarException {
    Map<String, byte[]> records = new LinkedHashMap<>();
    int at = 0;
    while (at < content.length && content[at] != 0) {
      int space = indexOf(content, ' ', at, Math.min(content.length, at + 20));
      int length = parseLength(content, at, space);
      int end = at + length;
      if (end > content.length || length < space - at + 3 || content[end - 1] != '\n') {
        throw invalid();
      }
      int equals = indexOf(content, '=', space + 1, end);
      String key = new String(content, space + 1, equals - space - 1, StandardCharsets.UTF_8);
      byte[] value = Arrays.copyOfRange(content, equals + 1, end - 1);
      if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
        // The one kind of record that may be there more than once, and whose order matters.
        records.merge(SPARSE_MAP, value, PaxRecords::joined);
      } else {
        records.put(key, value);
      }
      at = end;
    }
    return new PaxRecords(records);
  }

  private static byte[] joined(byte[] list, byte[] value) {
    byte[] joined = Arrays.copyOf(list, list.length + 1 + value.length);
    joined[list.length] = ',';
    System.arraycopy(value, 0, joined, list.length + 1, value.length);
    return joined;
  }

  private static int parseLength(byte[] content, int from, int to) throws TarException {
    try {
      return Integer.parseInt(new String(content, from, to - from, StandardCharsets.US_ASCII));
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  private static int indexOf(byte[] content, char wanted, int from, int to) throws TarException {
    for (int i = from; i < to; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    throw invalid();
  }

  private static TarException invalid() {
    return new TarException("invalid pax record");
  }

  /** These records, and the other's where these have none. */
  PaxRecords over(PaxRecords base) {
    if (base.records.isEmpty()) {
      return this;
    }
    Map<String, byte[]> merged = new LinkedHashMap<>(base.records);
    merged.putAll(records);
    return new PaxRecords(merged);
  }

  boolean has(String key) {
    return records.containsKey(key);
  }

  /** A value as a file name; an empty one counts as not there. */
  String name(String key, String otherwise) {
    byte[] value = records.get(key);
    return value == null || value.length == 0 ? otherwise : FileNames.decode(value);
  }

  long number(String key, long otherwise) throws TarException {
    String text = name(key, "");
    try {
      return text.isEmpty() ? otherwise : Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  /** The values whose keys begin so, by the rest of the key. */
  Map<String, byte[]> withPrefix(String prefix) {
    Map<String, byte[]> found = new LinkedHashMap<>();
    records.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            found.put(key.substring(prefix.length()), value);
          }
        });
    return found;
  }
}
