package dev.stevedore.lib.linux.netlink.nftables;

import dev.stevedore.lib.linux.netlink.MessageWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/**
 * The instructions that rules are made of. They work on 16 registers of 4 bytes; what takes more
 * takes several in a row. Conditions compare from register 0.
 */
final class Instructions {
  static final int META_IIFNAME = 6;
  static final int META_OIFNAME = 7;
  static final int META_NFPROTO = 15;
  static final int META_L4PROTO = 16;
  static final int META_IIFKIND = 26;
  static final int META_OIFKIND = 27;

  static final int CT_STATE = 0;
  static final int CT_STATUS = 2;
  static final int IPS_DST_NAT = 1 << 5;

  static final int RTN_LOCAL = 2;

  private static final int REGISTER_VERDICT = 0;
  private static final int REGISTER_0 = 8;

  private static final int BASE_NETWORK = 1;
  private static final int BASE_TRANSPORT = 2;
  private static final int LOOKUP_INVERTED = 1;
  private static final int CMP_EQ = 0;
  private static final int CMP_NEQ = 1;
  private static final int FIB_RESULT_ADDRTYPE = 3;
  private static final int FIB_F_DADDR = 2;
  private static final int NAT_SNAT = 0;
  private static final int NAT_DNAT = 1;
  private static final int AF_INET = 2;
  private static final int AF_INET6 = 10;

  private Instructions() {}

  /** A number as the kernel has it in a register. */
  static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static Consumer<MessageWriter> instruction(String name, Consumer<MessageWriter> data) {
    return message ->
        message.nest(
            Nft.NFTA_LIST_ELEM,
            one -> one.attribute(Nft.NFTA_EXPR_NAME, name).nest(Nft.NFTA_EXPR_DATA, data));
  }

  /** Loads what is known of the packet beside its bytes. */
  static Consumer<MessageWriter> meta(int key, int register) {
    return instruction(
        "meta", m -> m.attributeU32be(1, REGISTER_0 + register).attributeU32be(2, key));
  }

  /** Loads what is known of the packet's connection. */
  static Consumer<MessageWriter> ct(int key) {
    return instruction("ct", m -> m.attributeU32be(1, REGISTER_0).attributeU32be(2, key));
  }

  /** Loads what kind of address the destination is. */
  static Consumer<MessageWriter> fibDestinationType() {
    return instruction(
        "fib",
        m ->
            m.attributeU32be(1, REGISTER_0)
                .attributeU32be(2, FIB_RESULT_ADDRTYPE)
                .attributeU32be(3, FIB_F_DADDR));
  }

  /** Loads bytes of the IP header. */
  static Consumer<MessageWriter> networkHeader(int offset, int length, int register) {
    return payload(BASE_NETWORK, offset, length, register);
  }

  /** Loads the destination port, which TCP, UDP and SCTP have in the same place. */
  static Consumer<MessageWriter> destinationPort(int register) {
    return payload(BASE_TRANSPORT, 2, 2, register);
  }

  /** Loads the source port, likewise. */
  static Consumer<MessageWriter> sourcePort(int register) {
    return payload(BASE_TRANSPORT, 0, 2, register);
  }

  private static Consumer<MessageWriter> payload(int base, int offset, int length, int register) {
    return instruction(
        "payload",
        m ->
            m.attributeU32be(1, REGISTER_0 + register)
                .attributeU32be(2, base)
                .attributeU32be(3, offset)
                .attributeU32be(4, length));
  }

  /** Loads a constant. */
  static Consumer<MessageWriter> load(int register, byte[] value) {
    return instruction(
        "immediate",
        m ->
            m.attributeU32be(1, REGISTER_0 + register)
                .nest(2, data -> data.attribute(Nft.NFTA_DATA_VALUE, value)));
  }

  /** Keeps the bits of the mask. */
  static Consumer<MessageWriter> and(byte[] mask) {
    return instruction(
        "bitwise",
        m ->
            m.attributeU32be(1, REGISTER_0)
                .attributeU32be(2, REGISTER_0)
                .attributeU32be(3, mask.length)
                .nest(4, data -> data.attribute(Nft.NFTA_DATA_VALUE, mask))
                .nest(5, data -> data.attribute(Nft.NFTA_DATA_VALUE, new byte[mask.length])));
  }

  /** Goes on if what is loaded is, or is not, this. */
  static Consumer<MessageWriter> compare(boolean equal, byte[] value) {
    return instruction(
        "cmp",
        m ->
            m.attributeU32be(1, REGISTER_0)
                .attributeU32be(2, equal ? CMP_EQ : CMP_NEQ)
                .nest(3, data -> data.attribute(Nft.NFTA_DATA_VALUE, value)));
  }

  /** Goes on if what is loaded is in the set. */
  static Consumer<MessageWriter> lookup(NamedSet set) {
    return instruction("lookup", m -> m.attribute(1, set.name()).attributeU32be(2, REGISTER_0));
  }

  /** Goes on if what is loaded is not in the set. */
  static Consumer<MessageWriter> lookupMissing(NamedSet set) {
    return instruction(
        "lookup",
        m ->
            m.attribute(1, set.name())
                .attributeU32be(2, REGISTER_0)
                .attributeU32be(5, LOOKUP_INVERTED));
  }

  /** Goes on if what is loaded is in the map, and loads what it is mapped to. */
  static Consumer<MessageWriter> lookupValue(NamedSet map) {
    return instruction(
        "lookup",
        m ->
            m.attribute(1, map.name()).attributeU32be(2, REGISTER_0).attributeU32be(3, REGISTER_0));
  }

  /** Changes the connection's destination to the address and port that are loaded. */
  static Consumer<MessageWriter> changeDestination(boolean v6) {
    return nat(NAT_DNAT, v6);
  }

  /** Changes the connection's source to the address and port that are loaded. */
  static Consumer<MessageWriter> changeSource(boolean v6) {
    return nat(NAT_SNAT, v6);
  }

  /** Changes the connection's source to the address that is loaded. */
  static Consumer<MessageWriter> changeSourceAddress(boolean v6) {
    return instruction("nat", m -> natAddress(m, NAT_SNAT, v6));
  }

  private static Consumer<MessageWriter> nat(int kind, boolean v6) {
    return instruction(
        "nat", m -> natAddress(m, kind, v6).attributeU32be(5, REGISTER_0 + (v6 ? 4 : 1)));
  }

  private static MessageWriter natAddress(MessageWriter message, int kind, boolean v6) {
    return message
        .attributeU32be(1, kind)
        .attributeU32be(2, v6 ? AF_INET6 : AF_INET)
        .attributeU32be(3, REGISTER_0);
  }

  /** Changes the connection's source to the address of the link by which it leaves. */
  static Consumer<MessageWriter> masquerade() {
    return instruction("masq", _ -> {});
  }

  /** Sends a copy to the loaded neighbour, by the link whose index is in another register. */
  static Consumer<MessageWriter> duplicate(int linkRegister) {
    return instruction(
        "dup", m -> m.attributeU32be(1, REGISTER_0).attributeU32be(2, REGISTER_0 + linkRegister));
  }

  /** Counts packets. */
  static Consumer<MessageWriter> count() {
    return instruction("counter", _ -> {});
  }

  /** Decides, or asks another chain. */
  static Consumer<MessageWriter> verdict(int code, String chain) {
    return instruction(
        "immediate",
        m ->
            m.attributeU32be(1, REGISTER_VERDICT)
                .nest(
                    2,
                    data ->
                        data.nest(
                            Nft.NFTA_DATA_VERDICT,
                            verdict -> {
                              verdict.attributeU32be(Nft.NFTA_VERDICT_CODE, code);
                              if (!chain.isEmpty()) {
                                verdict.attribute(Nft.NFTA_VERDICT_CHAIN, chain);
                              }
                            })));
  }
}
