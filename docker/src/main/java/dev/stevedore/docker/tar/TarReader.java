package dev.stevedore.docker.tar;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads an archive: {@link #next} gives an entry, the stream itself is then its content. */
public final class TarReader extends InputStream {
  private static final int LONGEST_TEXT = 1024 * 1024;

  private final InputStream in;
  private long left;
  private int padding;

  public TarReader(InputStream in) {
    this.in = in;
  }

  /** What pax headers and GNU's long names say of the entry that follows. */
  private static final class More {
    private String name = "";
    private String link = "";
    private long size = -1;
    private long uid = -1;
    private long gid = -1;
    private Optional<Long> modified = Optional.empty();
    private final List<TarEntry.Attribute> attributes = new ArrayList<>();
  }

  /** The next entry; what was left of the one before is passed over. Empty at the end. */
  public Optional<TarEntry> next() throws IOException {
    More more = new More();
    while (true) {
      byte[] header = header();
      if (header.length == 0) {
        return Optional.empty();
      }
      long size = number(header, TarFormat.SIZE, TarFormat.LONG_LENGTH);
      char type = (char) header[TarFormat.TYPE];
      switch (type) {
        case TarFormat.PAX -> pax(content(size), more);
        case 'L' -> more.name = text(content(size), 0, (int) size);
        case 'K' -> more.link = text(content(size), 0, (int) size);
        case 'g' -> content(size);
        default -> {
          return Optional.of(entry(header, type, more.size >= 0 ? more.size : size, more));
        }
      }
    }
  }

  private TarEntry entry(byte[] header, char flag, long size, More more) throws IOException {
    TarEntry.Type type = type(flag);
    long content = type == TarEntry.Type.FILE ? size : 0;
    left = content;
    padding = TarFormat.padding(content);
    String prefix = text(header, TarFormat.PREFIX, TarFormat.PREFIX_LENGTH);
    String shortName = text(header, TarFormat.NAME, TarFormat.NAME_LENGTH);
    boolean joined = !prefix.isEmpty() && header[TarFormat.MAGIC + 5] == 0;
    String name = joined ? prefix + "/" + shortName : shortName;
    String link = text(header, TarFormat.LINK, TarFormat.NAME_LENGTH);
    long uid = number(header, TarFormat.UID, TarFormat.ID_LENGTH);
    long gid = number(header, TarFormat.GID, TarFormat.ID_LENGTH);
    long modified = number(header, TarFormat.TIME, TarFormat.LONG_LENGTH);
    return new TarEntry(
        more.name.isEmpty() ? name : more.name,
        type,
        (int) number(header, TarFormat.MODE, TarFormat.ID_LENGTH) & 07777,
        more.uid >= 0 ? more.uid : uid,
        more.gid >= 0 ? more.gid : gid,
        content,
        more.modified.orElse(modified),
        more.link.isEmpty() ? link : more.link,
        number(header, TarFormat.MAJOR, TarFormat.ID_LENGTH),
        number(header, TarFormat.MINOR, TarFormat.ID_LENGTH),
        more.attributes);
  }

  private static TarEntry.Type type(char flag) throws IOException {
    if (flag == 0) {
      return TarEntry.Type.FILE;
    }
    for (TarEntry.Type type : TarEntry.Type.values()) {
      if (type.flag == flag) {
        return type;
      }
    }
    throw new IOException("archive/tar: unsupported entry type '" + flag + "'");
  }

  /** A header; nothing at the archive's end. */
  private byte[] header() throws IOException {
    pass(left + padding);
    left = 0;
    padding = 0;
    byte[] header = new byte[TarFormat.BLOCK];
    int count = fill(header);
    if (count == 0) {
      return new byte[0];
    }
    if (count < header.length) {
      throw new IOException("unexpected EOF");
    }
    boolean empty = true;
    for (byte b : header) {
      empty &= b == 0;
    }
    if (empty) {
      return new byte[0];
    }
    if (number(header, TarFormat.CHECKSUM, TarFormat.ID_LENGTH) != TarFormat.checksum(header)) {
      throw new IOException("archive/tar: invalid tar header");
    }
    return header;
  }

  private int fill(byte[] into) throws IOException {
    int done = 0;
    while (done < into.length) {
      int count = in.read(into, done, into.length - done);
      if (count < 0) {
        return done;
      }
      done += count;
    }
    return done;
  }

  private void pass(long count) throws IOException {
    byte[] away = new byte[(int) Math.min(count, 32 * 1024)];
    long rest = count;
    while (rest > 0) {
      int n = in.read(away, 0, (int) Math.min(rest, away.length));
      if (n < 0) {
        throw new IOException("unexpected EOF");
      }
      rest -= n;
    }
  }

  private byte[] content(long size) throws IOException {
    if (size < 0 || size > LONGEST_TEXT) {
      throw new IOException("archive/tar: header field too long");
    }
    byte[] content = new byte[(int) size];
    if (fill(content) < content.length) {
      throw new IOException("unexpected EOF");
    }
    pass(TarFormat.padding(size));
    return content;
  }

  private static void pax(byte[] lines, More more) throws IOException {
    int at = 0;
    while (at < lines.length) {
      int space = find(lines, ' ', at);
      int length = (int) decimal(text(lines, at, space - at));
      int equals = find(lines, '=', space);
      int end = at + length - 1;
      if (length <= 0 || end >= lines.length || equals >= end || lines[end] != '\n') {
        throw new IOException("archive/tar: invalid tar header");
      }
      byte[] value = new byte[end - equals - 1];
      System.arraycopy(lines, equals + 1, value, 0, value.length);
      record(text(lines, space + 1, equals - space - 1), value, more);
      at = end + 1;
    }
  }

  private static void record(String key, byte[] value, More more) throws IOException {
    String text = new String(value, StandardCharsets.UTF_8);
    switch (key) {
      case "path" -> more.name = text;
      case "linkpath" -> more.link = text;
      case "size" -> more.size = decimal(text);
      case "uid" -> more.uid = decimal(text);
      case "gid" -> more.gid = decimal(text);
      case "mtime" -> {
        int dot = text.indexOf('.');
        more.modified = Optional.of(decimal(dot < 0 ? text : text.substring(0, dot)));
      }
      default -> {
        if (key.startsWith(TarFormat.XATTR)) {
          String name = key.substring(TarFormat.XATTR.length());
          more.attributes.add(new TarEntry.Attribute(name, value));
        }
      }
    }
  }

  private static int find(byte[] bytes, char wanted, int from) throws IOException {
    for (int i = from; i < bytes.length; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    throw new IOException("archive/tar: invalid tar header");
  }

  private static long decimal(String text) throws IOException {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IOException("archive/tar: invalid tar header", e);
    }
  }

  /** A text that ends at a zero byte, or where its field ends. */
  private static String text(byte[] bytes, int at, int length) {
    int end = at;
    while (end < at + length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, at, end - at, StandardCharsets.UTF_8);
  }

  /** Octal, or if the first bit is set, binary (GNU). */
  private static long number(byte[] header, int at, int length) throws IOException {
    if (header[at] < 0) {
      long value = header[at] & 0x3f;
      for (int i = at + 1; i < at + length; i++) {
        value = (value << 8) | (header[i] & 0xff);
      }
      return value;
    }
    long value = 0;
    for (int i = at; i < at + length; i++) {
      byte digit = header[i];
      if (digit >= '0' && digit <= '7') {
        value = (value << 3) | (digit - '0');
      } else if (digit != 0 && digit != ' ') {
        throw new IOException("archive/tar: invalid tar header");
      }
    }
    return value;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int count = in.read(into, offset, (int) Math.min(length, left));
    if (count < 0) {
      throw new IOException("unexpected EOF");
    }
    left -= count;
    return count;
  }
}
