package dev.stevedore.runc.dbus;

import dev.stevedore.lib.posix.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values as bytes, least significant first ("Marshaling"). */
final class DbusWriter {
  private byte[] bytes = new byte[256];
  private int length;

  int length() {
    return length;
  }

  byte[] toBytes() {
    byte[] exact = new byte[length];
    System.arraycopy(bytes, 0, exact, 0, length);
    return exact;
  }

  void value(DbusValue value) {
    switch (value) {
      case DbusValue.Text(String text) -> text(text);
      case DbusValue.Path(String path) -> text(path);
      case DbusValue.Signature(String signature) -> signature(signature);
      case DbusValue.Flag(boolean flag) -> uint32(flag ? 1 : 0);
      case DbusValue.Byte8(int number) -> put(number);
      case DbusValue.Int32(int number) -> uint32(number);
      case DbusValue.Uint32(int number) -> uint32(number);
      case DbusValue.Int64(long number) -> uint64(number);
      case DbusValue.Uint64(long number) -> uint64(number);
      case DbusValue.Variant(DbusValue inner) -> {
        signature(inner.signature());
        value(inner);
      }
      case DbusValue.Array(String elements, List<DbusValue> values) -> array(elements, values);
      case DbusValue.Struct(List<DbusValue> values) -> {
        align(8);
        values.forEach(this::value);
      }
    }
  }

  void uint32(int number) {
    align(4);
    for (int i = 0; i < 4; i++) {
      put(number >>> (8 * i));
    }
  }

  void align(int boundary) {
    while (length % boundary != 0) {
      put(0);
    }
  }

  void put(int value) {
    if (length == bytes.length) {
      byte[] larger = new byte[bytes.length * 2];
      System.arraycopy(bytes, 0, larger, 0, length);
      bytes = larger;
    }
    bytes[length++] = (byte) value;
  }

  void raw(byte[] more) {
    for (byte b : more) {
      put(b);
    }
  }

  private void uint64(long number) {
    align(8);
    for (int i = 0; i < 8; i++) {
      put((int) (number >>> (8 * i)));
    }
  }

  private void text(String text) {
    byte[] utf8 = Utf8.encode(text);
    uint32(utf8.length);
    raw(utf8);
    put(0);
  }

  private void signature(String signature) {
    put(signature.length());
    raw(signature.getBytes(StandardCharsets.US_ASCII));
    put(0);
  }

  /** The length is that of the elements, without the padding before the first. */
  private void array(String elements, List<DbusValue> values) {
    uint32(0);
    int at = length - 4;
    align(alignmentOf(elements.charAt(0)));
    int start = length;
    values.forEach(this::value);
    int size = length - start;
    for (int i = 0; i < 4; i++) {
      bytes[at + i] = (byte) (size >>> (8 * i));
    }
  }

  /** Where a value of a type may start. */
  static int alignmentOf(char type) {
    return switch (type) {
      case 'x', 't', 'd', '(', '{' -> 8;
      case 'y', 'g', 'v' -> 1;
      case 'n', 'q' -> 2;
      default -> 4;
    };
  }
}
