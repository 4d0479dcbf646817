package dev.stevedore.lib.tar;

import dev.stevedore.lib.linux.FileNames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes an archive from front to back: POSIX ustar, with a pax header before an entry that says
 * what the 512 bytes have no room for. The same entries give the same bytes.
 */
public final class TarWriter {
  private static final int BLOCK = TarHeader.SIZE;
  private static final int NAME = 100;
  private static final long MAX_SIZE = 077777777777L;
  private static final long MAX_ID = 07777777L;
  private static final String XATTR = "SCHILY.xattr.";

  private final OutputStream out;
  private long contentLeft;
  private int padding;

  /** Writes to a stream, which stays the caller's. */
  public TarWriter(OutputStream out) {
    this.out = out;
  }

  /** Begins an entry; {@code size} bytes of {@link #write} must follow. */
  public void begin(TarEntry entry) throws IOException {
    requireComplete();
    byte[] name = FileNames.encode(entry.name());
    byte[] link = FileNames.encode(entry.linkName());
    Map<String, byte[]> pax = new TreeMap<>();
    if (!fits(name)) {
      pax.put("path", name);
    }
    if (!fits(link)) {
      pax.put("linkpath", link);
    }
    long seconds = entry.modified().getEpochSecond();
    putNumber(pax, "size", entry.size(), MAX_SIZE);
    putNumber(pax, "uid", Integer.toUnsignedLong(entry.uid()), MAX_ID);
    putNumber(pax, "gid", Integer.toUnsignedLong(entry.gid()), MAX_ID);
    putNumber(pax, "mtime", seconds, MAX_SIZE);
    entry.xattrs().forEach((key, value) -> pax.put(XATTR + key, value));
    if (!pax.isEmpty()) {
      writePax(name, pax);
    }
    out.write(header(entry, typeOf(entry.type()), name, link, entry.size()));
    contentLeft = entry.size();
    padding = (int) (-entry.size() & (BLOCK - 1));
  }

  /** Writes some of the entry's content. */
  public void write(byte[] bytes, int count) throws IOException {
    if (count > contentLeft) {
      throw new IOException("archive/tar: write too long");
    }
    out.write(bytes, 0, count);
    contentLeft -= count;
  }

  /** Writes the archive's end. */
  public void end() throws IOException {
    requireComplete();
    out.write(new byte[2 * BLOCK]);
  }

  private void requireComplete() throws IOException {
    if (contentLeft != 0) {
      throw new IOException("archive/tar: missed writing " + contentLeft + " bytes");
    }
    out.write(new byte[padding]);
    padding = 0;
  }

  /** Bytes beyond ASCII have no agreed meaning outside a pax header. */
  private static boolean fits(byte[] text) {
    if (text.length > NAME) {
      return false;
    }
    for (byte b : text) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static void putNumber(Map<String, byte[]> pax, String key, long value, long max) {
    if (value < 0 || value > max) {
      pax.put(key, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void writePax(byte[] name, Map<String, byte[]> records) throws IOException {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    records.forEach(
        (key, value) -> {
          byte[] keyBytes = FileNames.encode(key);
          int rest = keyBytes.length + value.length + 3;
          int length = rest + Integer.toString(rest).length();
          // The length counts its own digits, which may need one more for it.
          length = rest + Integer.toString(length).length();
          content.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
          content.writeBytes(keyBytes);
          content.write('=');
          content.writeBytes(value);
          content.write('\n');
        });
    byte[] path = "PaxHeaders.0/".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    shown.writeBytes(path);
    for (int i = lastSlash(name) + 1; i < name.length && shown.size() < NAME; i++) {
      shown.write(name[i] < 0 ? '_' : name[i]);
    }
    Block block = new Block();
    block.text(0, NAME, shown.toByteArray());
    block.octal(100, 8, 0644);
    block.octal(124, 12, content.size());
    block.octal(136, 12, 0);
    out.write(block.finish('x'));
    out.write(content.toByteArray());
    out.write(new byte[-content.size() & (BLOCK - 1)]);
  }

  private static int lastSlash(byte[] name) {
    for (int i = name.length - 2; i >= 0; i--) {
      if (name[i] == '/') {
        return i;
      }
    }
    return -1;
  }

  private static byte[] header(TarEntry entry, char type, byte[] name, byte[] link, long size) {
    Block block = new Block();
    block.text(0, NAME, name);
    block.octal(100, 8, entry.mode());
    block.octal(108, 8, within(Integer.toUnsignedLong(entry.uid()), MAX_ID));
    block.octal(116, 8, within(Integer.toUnsignedLong(entry.gid()), MAX_ID));
    block.octal(124, 12, within(size, MAX_SIZE));
    block.octal(136, 12, within(entry.modified().getEpochSecond(), MAX_SIZE));
    block.text(157, NAME, link);
    if (type == '3' || type == '4') {
      block.octal(329, 8, entry.deviceMajor());
      block.octal(337, 8, entry.deviceMinor());
    }
    return block.finish(type);
  }

  private static long within(long value, long max) {
    return value < 0 || value > max ? 0 : value;
  }

  private static char typeOf(TarEntry.Type type) {
    return switch (type) {
      case REGULAR -> '0';
      case HARD_LINK -> '1';
      case SYMBOLIC_LINK -> '2';
      case CHARACTER_DEVICE -> '3';
      case BLOCK_DEVICE -> '4';
      case DIRECTORY -> '5';
      case FIFO -> '6';
    };
  }

  /** The 512 bytes, field by field. */
  private static final class Block {
    private final byte[] bytes = new byte[BLOCK];

    void text(int at, int room, byte[] text) {
      System.arraycopy(text, 0, bytes, at, Math.min(room, text.length));
    }

    void octal(int at, int room, long value) {
      long left = value;
      for (int i = at + room - 2; i >= at; i--) {
        bytes[i] = (byte) ('0' + (left & 7));
        left >>= 3;
      }
    }

    byte[] finish(char type) {
      bytes[156] = (byte) type;
      text(257, 6, "ustar".getBytes(StandardCharsets.US_ASCII));
      text(263, 2, "00".getBytes(StandardCharsets.US_ASCII));
      text(148, 8, "        ".getBytes(StandardCharsets.US_ASCII));
      long sum = 0;
      for (byte b : bytes) {
        sum += b & 0xff;
      }
      octal(148, 7, sum);
      bytes[154] = 0;
      return bytes;
    }
  }
}
