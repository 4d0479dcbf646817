package dev.stevedore.lib.tar;

import dev.stevedore.lib.linux.FileNames;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Reads an archive from front to back. */
public final class TarReader {
  private static final int MAX_EXTENDED_HEADER = 1024 * 1024;
  private static final String XATTR = "SCHILY.xattr.";

  private final InputStream in;
  private PaxRecords global = PaxRecords.NONE;
  private long contentLeft;
  private long padding;

  /** Reads from a stream, which stays the caller's. */
  public TarReader(InputStream in) {
    this.in = in;
  }

  /** The next entry; nothing at the end. What was not read of the last one is skipped. */
  public Optional<TarEntry> next() throws IOException {
    PaxRecords local = PaxRecords.NONE;
    String longName = "";
    String longLink = "";
    while (true) {
      skip(contentLeft + padding);
      contentLeft = 0;
      padding = 0;
      Optional<TarHeader> found = header();
      if (found.isEmpty()) {
        return Optional.empty();
      }
      TarHeader header = found.get();
      switch (header.type()) {
        case 'x' -> local = PaxRecords.parse(extended(header)).over(local);
        case 'g' -> global = PaxRecords.parse(extended(header)).over(global);
        case 'L' -> longName = zeroTerminated(extended(header));
        case 'K' -> longLink = zeroTerminated(extended(header));
        default -> {
          return Optional.of(entry(header, local.over(global), longName, longLink));
        }
      }
    }
  }

  private Optional<TarHeader> header() throws IOException {
    byte[] block = new byte[TarHeader.SIZE];
    int count = in.readNBytes(block, 0, block.length);
    if (count == 0) {
      return Optional.empty();
    }
    if (count < block.length) {
      throw new EOFException("unexpected EOF");
    }
    TarHeader header = TarHeader.of(block);
    return header.isEnd() ? Optional.empty() : Optional.of(header);
  }

  private byte[] extended(TarHeader header) throws IOException {
    long size = header.size();
    if (size < 0 || size > MAX_EXTENDED_HEADER) {
      throw new TarException("extended header of " + size + " bytes");
    }
    begin(size);
    byte[] content = new byte[(int) size];
    readFully(content);
    return content;
  }

  private void readFully(byte[] into) throws IOException {
    if (in.readNBytes(into, 0, into.length) < into.length) {
      throw new EOFException("unexpected EOF");
    }
    contentLeft -= into.length;
  }

  private void begin(long size) {
    contentLeft = size;
    padding = -size & (TarHeader.SIZE - 1);
  }

  private TarEntry entry(TarHeader header, PaxRecords pax, String longName, String longLink)
      throws IOException {
    String name = pax.name("path", longName.isEmpty() ? header.name() : longName);
    name = pax.name("GNU.sparse.name", name);
    TarEntry.Type type = type(header.type(), name);
    long stored = pax.number("size", header.size());
    if (stored < 0) {
      throw new TarException("invalid tar header");
    }
    // Some programs give links and directories a size, but never content.
    begin(type == TarEntry.Type.REGULAR ? stored : 0);
    List<TarEntry.Extent> extents = List.of();
    long size = contentLeft;
    if (type == TarEntry.Type.REGULAR && isSparse(header, pax)) {
      size = sparseSize(header, pax);
      extents = SparseMaps.checked(sparseMap(header, pax), size, contentLeft);
    }
    return new TarEntry(
        name,
        type,
        (int) header.mode() & 07777,
        (int) pax.number("uid", header.uid()),
        (int) pax.number("gid", header.gid()),
        size,
        modified(header, pax),
        pax.name("linkpath", longLink.isEmpty() ? header.linkName() : longLink),
        header.deviceMajor(),
        header.deviceMinor(),
        pax.withPrefix(XATTR),
        extents);
  }

  private static boolean isSparse(TarHeader header, PaxRecords pax) {
    return header.type() == 'S' || pax.has("GNU.sparse.major") || pax.has("GNU.sparse.size");
  }

  private static long sparseSize(TarHeader header, PaxRecords pax) throws TarException {
    long size =
        header.type() == 'S'
            ? header.realSize()
            : pax.number("GNU.sparse.realsize", pax.number("GNU.sparse.size", -1));
    if (size < 0) {
      throw new TarException("invalid sparse map");
    }
    return size;
  }

  private List<TarEntry.Extent> sparseMap(TarHeader header, PaxRecords pax) throws IOException {
    if (header.type() == 'S') {
      // The blocks that go on with the header are not counted as content.
      return SparseMaps.old(header, this::block);
    }
    return pax.has("GNU.sparse.major")
        ? SparseMaps.lines(this::contentBlock)
        : SparseMaps.list(pax.name(PaxRecords.SPARSE_MAP, ""));
  }

  private byte[] block() throws IOException {
    byte[] block = new byte[TarHeader.SIZE];
    if (in.readNBytes(block, 0, block.length) < block.length) {
      throw new EOFException("unexpected EOF");
    }
    return block;
  }

  private byte[] contentBlock() throws IOException {
    if (contentLeft < TarHeader.SIZE) {
      throw new TarException("invalid sparse map");
    }
    byte[] block = new byte[TarHeader.SIZE];
    readFully(block);
    return block;
  }

  private static Instant modified(TarHeader header, PaxRecords pax) throws TarException {
    String text = pax.name("mtime", "");
    try {
      if (text.isEmpty()) {
        return Instant.ofEpochSecond(header.modifiedSeconds());
      }
      BigDecimal seconds = new BigDecimal(text);
      return Instant.ofEpochSecond(
          seconds.longValue(), seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue());
    } catch (NumberFormatException | DateTimeException e) {
      throw new TarException("invalid time " + text);
    }
  }

  private static TarEntry.Type type(char flag, String name) throws TarException {
    return switch (flag) {
      case '0', 0, '7', 'S' -> name.endsWith("/") ? TarEntry.Type.DIRECTORY : TarEntry.Type.REGULAR;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMBOLIC_LINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      default -> throw new TarException(name + ": unhandled tar header type " + (int) flag);
    };
  }

  private static String zeroTerminated(byte[] content) {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return FileNames.decode(java.util.Arrays.copyOf(content, end));
  }

  /** Whether the entry has content that was not read yet. */
  public boolean hasContent() {
    return contentLeft > 0;
  }

  /**
   * Reads content of the entry.
   *
   * @param offset where in the array it goes, whose rest has room for it
   * @param limit how many bytes at most
   * @return how many bytes; -1 at the end of the entry
   */
  public int read(byte[] into, int offset, long limit) throws IOException {
    if (contentLeft == 0) {
      return -1;
    }
    long wanted = Math.min(limit, contentLeft);
    int count = in.read(into, offset, (int) Math.min(into.length - offset, wanted));
    if (count < 0) {
      throw new EOFException("unexpected EOF");
    }
    contentLeft -= count;
    return count;
  }

  private void skip(long count) throws IOException {
    byte[] waste = new byte[(int) Math.min(count, 64 * 1024)];
    long left = count;
    while (left > 0) {
      int read = in.read(waste, 0, (int) Math.min(waste.length, left));
      if (read < 0) {
        throw new EOFException("unexpected EOF");
      }
      left -= read;
    }
  }
}
