package dev.stevedore.docker.tar;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Entries as bytes. */
public final class TarHeaders {
  private static final long OCTAL_ID = 07777777;
  private static final long OCTAL_LONG = 077777777777L;

  private TarHeaders() {}

  /** The two empty blocks at the end of an archive. */
  public static byte[] end() {
    return new byte[2 * TarFormat.BLOCK];
  }

  /** How many zeros follow content of that size. */
  public static int padding(long size) {
    return TarFormat.padding(size);
  }

  /** What comes before an entry's content. */
  public static byte[] of(TarEntry entry) {
    byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
    byte[] link = entry.linkName().getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream pax = new ByteArrayOutputStream();
    if (isLong(name)) {
      record(pax, "path", name);
    }
    if (isLong(link)) {
      record(pax, "linkpath", link);
    }
    number(pax, "uid", entry.uid(), OCTAL_ID);
    number(pax, "gid", entry.gid(), OCTAL_ID);
    number(pax, "size", entry.size(), OCTAL_LONG);
    number(pax, "mtime", entry.modified(), OCTAL_LONG);
    for (TarEntry.Attribute attribute : entry.attributes()) {
      record(pax, TarFormat.XATTR + attribute.name(), attribute.value());
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    if (pax.size() > 0) {
      byte[] paxName = "PaxHeaders.0/entry".getBytes(StandardCharsets.UTF_8);
      TarEntry none = entry.named("", "");
      put(all, block(none, paxName, new byte[0], TarFormat.PAX, pax.size()));
      put(all, pax.toByteArray());
      put(all, new byte[TarFormat.padding(pax.size())]);
    }
    put(all, block(entry, name, link, entry.type().flag, entry.size()));
    return all.toByteArray();
  }

  private static void put(ByteArrayOutputStream all, byte[] bytes) {
    all.write(bytes, 0, bytes.length);
  }

  private static boolean isLong(byte[] text) {
    boolean ascii = true;
    for (byte b : text) {
      ascii &= b >= 0;
    }
    return text.length > TarFormat.NAME_LENGTH || !ascii;
  }

  private static void number(ByteArrayOutputStream pax, String key, long value, long largest) {
    if (value < 0 || value > largest) {
      record(pax, key, Long.toString(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A line, whose length at its beginning counts itself, too. */
  private static void record(ByteArrayOutputStream pax, String key, byte[] value) {
    byte[] name = (" " + key + "=").getBytes(StandardCharsets.UTF_8);
    int rest = name.length + value.length + 1;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    put(pax, Integer.toString(length).getBytes(StandardCharsets.UTF_8));
    put(pax, name);
    put(pax, value);
    pax.write('\n');
  }

  private static byte[] block(TarEntry entry, byte[] name, byte[] link, char type, long size) {
    byte[] header = new byte[TarFormat.BLOCK];
    text(header, TarFormat.NAME, name, TarFormat.NAME_LENGTH);
    octal(header, TarFormat.MODE, entry.mode(), TarFormat.ID_LENGTH);
    octal(header, TarFormat.UID, entry.uid(), TarFormat.ID_LENGTH);
    octal(header, TarFormat.GID, entry.gid(), TarFormat.ID_LENGTH);
    octal(header, TarFormat.SIZE, size, TarFormat.LONG_LENGTH);
    octal(header, TarFormat.TIME, entry.modified(), TarFormat.LONG_LENGTH);
    header[TarFormat.TYPE] = (byte) type;
    text(header, TarFormat.LINK, link, TarFormat.NAME_LENGTH);
    byte[] magic = "ustar\00000".getBytes(StandardCharsets.UTF_8);
    text(header, TarFormat.MAGIC, magic, magic.length);
    octal(header, TarFormat.MAJOR, entry.major(), TarFormat.ID_LENGTH);
    octal(header, TarFormat.MINOR, entry.minor(), TarFormat.ID_LENGTH);
    octal(header, TarFormat.CHECKSUM, TarFormat.checksum(header), TarFormat.ID_LENGTH - 1);
    header[TarFormat.CHECKSUM + TarFormat.ID_LENGTH - 1] = ' ';
    return header;
  }

  private static void text(byte[] header, int at, byte[] text, int length) {
    System.arraycopy(text, 0, header, at, Math.min(text.length, length));
  }

  /** What does not fit is zero: the pax header has it. */
  private static void octal(byte[] header, int at, long value, int length) {
    long rest =
        value < 0 || value > (length > TarFormat.ID_LENGTH ? OCTAL_LONG : OCTAL_ID) ? 0 : value;
    for (int i = at + length - 2; i >= at; i--) {
      header[i] = (byte) ('0' + (rest & 7));
      rest >>>= 3;
    }
  }
}
