package dev.stevedore.runc.dbus;

import java.util.ArrayList;
import java.util.List;

/**
 * A message ("Message Format"):
 *
 * <pre>
 *   'l' | type | flags | 1 | body length (4) | serial (4) | fields: array of (code, variant)
 *   padding to 8 | body
 * </pre>
 *
 * @param type what it is
 * @param serial its number
 * @param replyTo the number of the call that it answers, or 0
 * @param name the member that is called or signals, or the name of the error
 * @param body its values
 */
record DbusMessage(Type type, int serial, int replyTo, String name, List<DbusValue> body) {
  /** Bytes before the fields. */
  static final int FIXED = 16;

  private static final int PATH = 1;
  private static final int INTERFACE = 2;
  private static final int MEMBER = 3;
  private static final int ERROR_NAME = 4;
  private static final int REPLY_SERIAL = 5;
  private static final int DESTINATION = 6;
  private static final int SIGNATURE = 8;

  /** The kinds of messages, by their numbers. */
  enum Type {
    INVALID(0),
    CALL(1),
    RETURN(2),
    ERROR(3),
    SIGNAL(4);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** Messages of kinds that are not known are to be ignored. */
    static Type of(int number) {
      for (Type type : values()) {
        if (type.number == number) {
          return type;
        }
      }
      return INVALID;
    }
  }

  /** The bytes of a call. */
  static byte[] call(
      int serial,
      String destination,
      String path,
      String interfaceName,
      String member,
      List<DbusValue> arguments) {
    DbusWriter body = new DbusWriter();
    StringBuilder signature = new StringBuilder();
    for (DbusValue argument : arguments) {
      body.value(argument);
      signature.append(argument.signature());
    }
    List<DbusValue> fields = new ArrayList<>();
    fields.add(field(PATH, new DbusValue.Path(path)));
    fields.add(field(INTERFACE, new DbusValue.Text(interfaceName)));
    fields.add(field(MEMBER, new DbusValue.Text(member)));
    fields.add(field(DESTINATION, new DbusValue.Text(destination)));
    if (!signature.isEmpty()) {
      fields.add(field(SIGNATURE, new DbusValue.Signature(signature.toString())));
    }
    DbusWriter message = new DbusWriter();
    message.put('l');
    message.put(Type.CALL.number);
    message.put(0);
    message.put(1);
    message.uint32(body.length());
    message.uint32(serial);
    message.value(new DbusValue.Array("(yv)", fields));
    message.align(8);
    message.raw(body.toBytes());
    return message.toBytes();
  }

  /** How long the whole message is, by its first {@link #FIXED} bytes. */
  static int lengthOf(byte[] start) {
    DbusReader in = new DbusReader(start);
    in.uint32();
    int body = in.uint32();
    in.uint32();
    int fields = in.uint32();
    return FIXED + (fields + 7) / 8 * 8 + body;
  }

  /** Reads a whole message. */
  static DbusMessage parse(byte[] bytes) {
    DbusReader in = new DbusReader(bytes);
    in.uint8();
    int type = in.uint8();
    in.uint8();
    in.uint8();
    in.uint32();
    int serial = in.uint32();
    int replyTo = 0;
    String name = "";
    String signature = "";
    DbusValue.Array fields = (DbusValue.Array) in.values("a(yv)").getFirst();
    for (DbusValue field : fields.values()) {
      List<DbusValue> parts = ((DbusValue.Struct) field).values();
      int code = ((DbusValue.Byte8) parts.getFirst()).value();
      DbusValue value = ((DbusValue.Variant) parts.get(1)).value();
      switch (code) {
        case MEMBER, ERROR_NAME -> name = textOf(value);
        case REPLY_SERIAL -> replyTo = ((DbusValue.Uint32) value).value();
        case SIGNATURE -> signature = textOf(value);
        default -> {}
      }
    }
    in.align(8);
    return new DbusMessage(Type.of(type), serial, replyTo, name, in.values(signature));
  }

  /** The text of a value that has one, else nothing. */
  static String textOf(DbusValue value) {
    return switch (value) {
      case DbusValue.Text(String text) -> text;
      case DbusValue.Path(String path) -> path;
      case DbusValue.Signature(String signature) -> signature;
      case DbusValue.Variant(DbusValue inner) -> textOf(inner);
      default -> "";
    };
  }

  /** The text of one of its values; nothing if there is none. */
  String text(int index) {
    return index < body.size() ? textOf(body.get(index)) : "";
  }

  private static DbusValue field(int code, DbusValue value) {
    return DbusValue.Struct.of(new DbusValue.Byte8(code), new DbusValue.Variant(value));
  }
}
