package dev.stevedore.lib.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageTest {
  @Test
  void attributesAreReadAsTheyWereWritten() {
    MessageWriter writer =
        new MessageWriter(16, Request.CHANGE)
            .u8(7)
            .u8(0)
            .u16(0x1234)
            .attribute(3, "eth0")
            .attributeU8(4, 200)
            .attributeU16(5, 65535)
            .attributeU32(6, -2)
            .attributeU32be(7, 0x01020304)
            .attributeU64be(8, 1L << 40)
            .nest(9, nest -> nest.attribute(1, "veth").nest(2, inner -> inner.flag(1)));

    Message message = Message.parse(writer.bytes()).getFirst();

    assertThat(message.type()).isEqualTo(16);
    assertThat(message.payload().get(0)).isEqualTo((byte) 7);
    assertThat(message.payload().getShort(2)).isEqualTo((short) 0x1234);
    Attributes attributes = message.attributes(4);
    assertThat(attributes.text(3)).contains("eth0");
    assertThat(attributes.u8(4)).contains(200);
    assertThat(attributes.u16(5)).contains(65535);
    assertThat(attributes.u32(6)).contains(-2);
    assertThat(attributes.u32be(7)).contains(0x01020304);
    assertThat(attributes.u64be(8)).contains(1L << 40);
    assertThat(attributes.nest(9).text(1)).contains("veth");
    assertThat(attributes.nest(9).nest(2).has(1)).isTrue();
    assertThat(attributes.has(10)).isFalse();
  }

  @Test
  void messagesAndAttributesStandOnFourByteBorders() {
    byte[] bytes = new MessageWriter(1, 0).attribute(2, new byte[] {1, 2, 3}).bytes();

    assertThat(HexFormat.of().formatHex(bytes))
        .isEqualTo("180000000100000000000000000000000700020001020300");
  }

  /** Not every kernel has these drivers: the bytes are those that ip(8) sends. */
  @Test
  void linksOnOthersAreAskedForAsIpDoes() {
    Request ipvlan =
        Links.createIpvlan(
            LinkSettings.named("i0"), 3, Links.IpvlanMode.L3S, Links.IpvlanFlag.PRIVATE);
    Attributes asked = Message.parse(ipvlan.message().bytes()).getFirst().attributes(16);
    assertThat(asked.u32(5)).contains(3);
    assertThat(asked.nest(18).text(1)).contains("ipvlan");
    assertThat(asked.nest(18).bytes(2).map(HexFormat.of()::formatHex))
        .contains("06000100020000000600020001000000");
    Request vlan = Links.createVlan(LinkSettings.named("v0.5"), 3, 5);
    Attributes tagged = Message.parse(vlan.message().bytes()).getFirst().attributes(16);
    assertThat(tagged.nest(18).text(1)).contains("vlan");
    assertThat(tagged.nest(18).bytes(2).map(HexFormat.of()::formatHex))
        .contains("0600010005000000");
  }

  @Test
  void aDatagramHasSeveralMessagesAndABrokenEndIsLeftOut() {
    byte[] one = new MessageWriter(20, 0).u32(1).bytes();
    byte[] datagram = new byte[one.length * 2 + 6];
    System.arraycopy(one, 0, datagram, 0, one.length);
    System.arraycopy(one, 0, datagram, one.length, one.length);

    List<Message> messages = Message.parse(datagram);

    assertThat(messages).extracting(Message::type).containsExactly(20, 20);
  }

  @Test
  void largeMessagesGrow() {
    MessageWriter writer = new MessageWriter(1, 0);
    for (int i = 0; i < 1000; i++) {
      writer.attributeU32(i, i);
    }
    Attributes attributes = Message.parse(writer.bytes()).getFirst().attributes(0);
    assertThat(attributes.u32(999)).contains(999);
  }
}
