package dev.stevedore.dockerd.network.firewalld;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A message of D-Bus.
 *
 * <pre>
 *   u8 'l'  u8 type  u8 flags  u8 1  u32 length of the body  u32 serial
 *   array of fields: u8 code, variant            padded to 8
 *   body, as the field "signature" says
 * </pre>
 *
 * @param type what it is: {@link #CALL} …
 * @param answered the serial of the call that it answers; 0 if it answers none
 * @param member the name of a signal
 * @param error the name of an error
 * @param signature of the body
 * @param body in little endian
 */
record BusMessage(
    int type, int answered, String member, String error, String signature, ByteBuffer body) {
  static final int CALL = 1;
  static final int ERROR = 3;
  static final int SIGNAL = 4;

  /** How long what comes before the fields is. */
  static final int HEADER = 16;

  private static final int MAX_LENGTH = 1 << 26;

  /** How many bytes follow the header: fields with their padding, and the body. */
  static int rest(ByteBuffer header) throws IOException {
    header.order(order(header));
    long fields = Integer.toUnsignedLong(header.getInt(12)) + 7 & -8;
    long body = Integer.toUnsignedLong(header.getInt(4));
    if (fields + body > MAX_LENGTH) {
      throw new IOException("a message of D-Bus is too long");
    }
    return (int) (fields + body);
  }

  private static ByteOrder order(ByteBuffer header) {
    return header.get(0) == 'l' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
  }

  /** Reads a message. */
  static BusMessage parse(ByteBuffer whole) {
    ByteBuffer in = whole.order(order(whole));
    int end = HEADER + in.getInt(12);
    int answered = 0;
    String member = "";
    String error = "";
    String signature = "";
    in.position(HEADER);
    while (in.position() < end) {
      align(in, 8);
      int code = in.get();
      String type = signature(in);
      if (type.equals("u")) {
        align(in, 4);
        int value = in.getInt();
        answered = code == 5 ? value : answered;
      } else {
        String value = type.equals("g") ? signature(in) : text(in);
        switch (code) {
          case 3 -> member = value;
          case 4 -> error = value;
          case 8 -> signature = value;
          default -> {}
        }
      }
    }
    in.position(end);
    align(in, 8);
    ByteBuffer body = in.slice().order(in.order());
    return new BusMessage(whole.get(1), answered, member, error, signature, body);
  }

  /** The texts at the beginning of the body: one, several, or a list. */
  List<String> texts() {
    ByteBuffer in = body.duplicate().order(body.order());
    List<String> texts = new ArrayList<>();
    if (signature.startsWith("as")) {
      align(in, 4);
      int end = in.getInt() + in.position();
      while (in.position() < end) {
        texts.add(text(in));
      }
    } else {
      for (int i = 0; i < signature.length() && signature.charAt(i) == 's'; i++) {
        texts.add(text(in));
      }
    }
    return texts;
  }

  /** The number that the body is. */
  Optional<Integer> number() {
    return signature.equals("u") ? Optional.of(body.getInt(0)) : Optional.empty();
  }

  private static void align(ByteBuffer in, int size) {
    in.position((in.position() + size - 1) & -size);
  }

  private static String text(ByteBuffer in) {
    align(in, 4);
    return bytes(in, in.getInt());
  }

  private static String signature(ByteBuffer in) {
    return bytes(in, in.get() & 0xff);
  }

  private static String bytes(ByteBuffer in, int length) {
    byte[] bytes = new byte[length];
    in.get(bytes).get();
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
