package dev.stevedore.runc.dbus;

import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;

/** Values from bytes, least significant first ("Marshaling"). */
final class DbusReader {
  private final byte[] bytes;
  private int at;

  DbusReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int at() {
    return at;
  }

  void align(int boundary) {
    while (at % boundary != 0) {
      at++;
    }
  }

  /** All values that a signature lists. */
  List<DbusValue> values(String signature) {
    List<DbusValue> values = new ArrayList<>();
    for (int i = 0; i < signature.length(); ) {
      int end = endOf(signature, i);
      values.add(value(signature.substring(i, end)));
      i = end;
    }
    return values;
  }

  int uint8() {
    require(1);
    return bytes[at++] & 0xff;
  }

  int uint32() {
    align(4);
    require(4);
    int number = 0;
    for (int i = 0; i < 4; i++) {
      number |= (bytes[at + i] & 0xff) << (8 * i);
    }
    at += 4;
    return number;
  }

  private DbusValue value(String type) {
    return switch (type.charAt(0)) {
      case 's' -> new DbusValue.Text(text(uint32()));
      case 'o' -> new DbusValue.Path(text(uint32()));
      case 'g' -> new DbusValue.Signature(text(uint8()));
      case 'b' -> new DbusValue.Flag(uint32() != 0);
      case 'y' -> new DbusValue.Byte8(uint8());
      case 'i' -> new DbusValue.Int32(uint32());
      case 'u' -> new DbusValue.Uint32(uint32());
      case 'x' -> new DbusValue.Int64(uint64());
      case 't' -> new DbusValue.Uint64(uint64());
      case 'v' -> new DbusValue.Variant(value(text(uint8())));
      case 'a' -> array(type.substring(1));
      case '(' -> {
        align(8);
        yield new DbusValue.Struct(values(type.substring(1, type.length() - 1)));
      }
      default -> throw new RuncException("D-Bus: a value of type \"" + type + "\"");
    };
  }

  private DbusValue array(String elements) {
    int size = uint32();
    align(DbusWriter.alignmentOf(elements.charAt(0)));
    require(size);
    int end = at + size;
    List<DbusValue> values = new ArrayList<>();
    while (at < end) {
      values.add(value(elements));
    }
    return new DbusValue.Array(elements, values);
  }

  private long uint64() {
    align(8);
    long low = uint32() & 0xffffffffL;
    return low | (long) uint32() << 32;
  }

  private String text(int length) {
    require(length + 1);
    String text = Utf8.decode(bytes, at, length);
    at += length + 1;
    return text;
  }

  private void require(int count) {
    if (count < 0 || count > bytes.length - at) {
      throw new RuncException("D-Bus: a message ends too early");
    }
  }

  /** Where the type that starts in a signature ends. */
  private static int endOf(String signature, int start) {
    int i = start;
    while (signature.charAt(i) == 'a') {
      i++;
    }
    int depth = 0;
    do {
      char c = signature.charAt(i++);
      depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
    } while (depth > 0);
    return i;
  }
}
