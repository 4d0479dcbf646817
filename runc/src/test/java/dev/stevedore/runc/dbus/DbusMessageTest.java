package dev.stevedore.runc.dbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.runc.RuncException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DbusMessageTest {
  private static final List<DbusValue> ARGUMENTS =
      List.of(
          new DbusValue.Text("größe.scope"),
          new DbusValue.Flag(true),
          new DbusValue.Array(
              "(sv)",
              List.of(
                  DbusValue.Struct.of(
                      new DbusValue.Text("MemoryMax"),
                      new DbusValue.Variant(new DbusValue.Uint64(-1))),
                  DbusValue.Struct.of(
                      new DbusValue.Text("PIDs"),
                      new DbusValue.Variant(
                          new DbusValue.Array("u", List.of(new DbusValue.Uint32(7))))))),
          new DbusValue.Array("(sa(sv))", List.of()),
          new DbusValue.Array("y", List.of(new DbusValue.Byte8(255))),
          new DbusValue.Int64(-5));

  @Test
  void whatIsWrittenIsRead() {
    byte[] bytes = DbusMessage.call(9, "org.example", "/a/b", "org.example.I", "Do", ARGUMENTS);
    byte[] start = new byte[DbusMessage.FIXED];
    System.arraycopy(bytes, 0, start, 0, start.length);
    assertThat(DbusMessage.lengthOf(start)).isEqualTo(bytes.length);
    DbusMessage message = DbusMessage.parse(bytes);
    assertThat(message.type()).isEqualTo(DbusMessage.Type.CALL);
    assertThat(message.serial()).isEqualTo(9);
    assertThat(message.name()).isEqualTo("Do");
    assertThat(message.body()).isEqualTo(ARGUMENTS);
    assertThat(message.text(0)).isEqualTo("größe.scope");
  }

  /** The example of the specification, "Marshaling": arrays of structures start at 8. */
  @Test
  void numbersAreAlignedByTheirSize() {
    DbusWriter writer = new DbusWriter();
    writer.value(new DbusValue.Byte8(1));
    writer.value(new DbusValue.Array("t", List.of(new DbusValue.Uint64(5))));
    assertThat(writer.toBytes()).containsExactly(1, 0, 0, 0, 8, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void aMessageThatEndsTooEarlyIsAnError() {
    byte[] bytes = DbusMessage.call(1, "d", "/p", "i.i", "m", ARGUMENTS);
    for (int length = DbusMessage.FIXED; length < bytes.length; length++) {
      byte[] part = new byte[length];
      System.arraycopy(bytes, 0, part, 0, length);
      assertThatThrownBy(() -> DbusMessage.parse(part)).isInstanceOf(RuncException.class);
    }
  }
}
