package dev.stevedore.lib.tar;

import dev.stevedore.lib.tar.TarEntry.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the content of a sparse file belongs, in the four ways that GNU tar writes it.
 *
 * <pre>
 *   old GNU   type S: 4 pairs in the header, 21 more in each block that follows
 *   pax 0.0   records GNU.sparse.offset and GNU.sparse.numbytes, a pair per extent
 *   pax 0.1   record GNU.sparse.map, all pairs with commas between
 *   pax 1.0   records GNU.sparse.major and minor; lines before the content: COUNT, then the pairs
 * </pre>
 */
final class SparseMaps {
  /** More holes than any file has that is not made to hurt. */
  private static final int MAX_EXTENTS = 1 << 20;

  private static final int OLD_PAIRS = 386;
  private static final int PAIR = 24;

  private SparseMaps() {}

  /** Reads what stands before the content. */
  interface Source {
    /** The next 512 bytes. */
    byte[] block() throws IOException;
  }

  static List<Extent> old(TarHeader header, Source source) throws IOException {
    List<Extent> extents = new ArrayList<>();
    addPairs(header, OLD_PAIRS, 4, extents);
    boolean more = header.hasFlag(482);
    while (more) {
      TarHeader next = TarHeader.unchecked(source.block());
      addPairs(next, 0, 21, extents);
      more = next.hasFlag(504);
    }
    return extents;
  }

  private static void addPairs(TarHeader block, int from, int count, List<Extent> extents)
      throws TarException {
    for (int i = 0; i < count; i++) {
      int at = from + i * PAIR;
      if (!block.hasFlag(at)) {
        return;
      }
      add(extents, block.number(at, 12), block.number(at + 12, 12));
    }
  }

  static List<Extent> list(String map) throws TarException {
    List<Extent> extents = new ArrayList<>();
    String[] numbers = map.isEmpty() ? new String[0] : map.split(",", -1);
    if (numbers.length % 2 != 0) {
      throw invalid();
    }
    for (int i = 0; i < numbers.length; i += 2) {
      add(extents, number(numbers[i]), number(numbers[i + 1]));
    }
    return extents;
  }

  static List<Extent> lines(Source source) throws IOException {
    Lines lines = new Lines(source);
    long count = number(lines.next());
    if (count > MAX_EXTENTS) {
      throw invalid();
    }
    List<Extent> extents = new ArrayList<>();
    for (long i = 0; i < count; i++) {
      add(extents, number(lines.next()), number(lines.next()));
    }
    return extents;
  }

  /** Text lines in blocks; the last block is padded. */
  private static final class Lines {
    private static final int MAX_DIGITS = 20;

    private final Source source;
    private byte[] block = new byte[0];
    private int at;

    Lines(Source source) {
      this.source = source;
    }

    String next() throws IOException {
      StringBuilder line = new StringBuilder();
      while (true) {
        if (at == block.length) {
          block = source.block();
          at = 0;
        }
        char c = (char) (block[at++] & 0xff);
        if (c == '\n') {
          return line.toString();
        }
        if (line.append(c).length() > MAX_DIGITS) {
          throw invalid();
        }
      }
    }
  }

  private static void add(List<Extent> extents, long offset, long length) throws TarException {
    if (extents.size() == MAX_EXTENTS) {
      throw invalid();
    }
    extents.add(new Extent(offset, length));
  }

  private static long number(String text) throws TarException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid();
    }
  }

  /**
   * Refuses extents that overlap, go backwards, leave the file, or are not as long together as what
   * the archive has.
   */
  static List<Extent> checked(List<Extent> extents, long size, long stored) throws TarException {
    long end = 0;
    long total = 0;
    for (Extent extent : extents) {
      if (extent.offset() < end
          || extent.length() < 0
          || extent.offset() > size
          || extent.length() > size - extent.offset()) {
        throw invalid();
      }
      end = extent.offset() + extent.length();
      total += extent.length();
    }
    if (total != stored) {
      throw invalid();
    }
    return List.copyOf(extents);
  }

  private static TarException invalid() {
    return new TarException("invalid sparse map");
  }
}
