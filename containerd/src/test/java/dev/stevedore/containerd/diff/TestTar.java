package dev.stevedore.containerd.diff;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes archives for tests, as hostile as needed. */
final class TestTar {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream pax = new ByteArrayOutputStream();

  TestTar directory(String name) {
    return entry(name, '5', 0755, "", new byte[0]);
  }

  TestTar file(String name, String content) {
    return entry(name, '0', 0644, "", bytes(content));
  }

  TestTar link(String name, String target) {
    return entry(name, '1', 0644, target, new byte[0]);
  }

  TestTar symlink(String name, String target) {
    return entry(name, '2', 0777, target, new byte[0]);
  }

  /** A pax record for the next entry. */
  TestTar pax(String key, byte[] value) {
    int rest = key.length() + value.length + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    pax.writeBytes(bytes(length + " " + key + "="));
    pax.writeBytes(value);
    pax.write('\n');
    return this;
  }

  TestTar entry(String name, char type, int mode, String link, byte[] content) {
    if (pax.size() > 0) {
      byte[] records = pax.toByteArray();
      pax.reset();
      header("pax", 'x', 0644, "", records.length);
      content(records);
    }
    header(name, type, mode, link, content.length);
    content(content);
    return this;
  }

  private void header(String name, char type, int mode, String link, int size) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "%07o".formatted(mode));
    put(block, 108, "%07o".formatted(0));
    put(block, 116, "%07o".formatted(0));
    put(block, 124, "%011o".formatted(size));
    put(block, 136, "%011o".formatted(1_000_000_000));
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 157, link);
    put(block, 257, "ustar");
    put(block, 263, "00");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, "%06o".formatted(sum));
    block[154] = 0;
    out.writeBytes(block);
  }

  private void content(byte[] content) {
    out.writeBytes(Arrays.copyOf(content, (content.length + 511) / 512 * 512));
  }

  byte[] end() {
    out.writeBytes(new byte[1024]);
    return out.toByteArray();
  }

  /** The archive without its end. */
  byte[] cutOff(int bytes) {
    byte[] all = end();
    return Arrays.copyOf(all, all.length - bytes);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = bytes(text);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }
}
