package dev.stevedore.lib.linux.netlink.nftables;

import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A rule: conditions that must all hold, then a verdict. Conditions on addresses of one version
 * hold for packets of that version only.
 */
public final class Rule {
  /** A reply, or a later packet of a connection. */
  public static final int CT_ESTABLISHED = 2;

  /** A new connection, or an error, that belongs to another connection. */
  public static final int CT_RELATED = 4;

  private static final int NFPROTO_IPV4 = 2;
  private static final int NFPROTO_IPV6 = 10;

  /** How many registers the name of a link fills. */
  private static final int LINK_REGISTERS = 4;

  private final String comment;
  private final List<Consumer<MessageWriter>> instructions = new ArrayList<>();

  /**
   * A rule without conditions.
   *
   * @param comment what it is for; nft(8) shows it
   */
  public Rule(String comment) {
    this.comment = comment;
  }

  String comment() {
    return comment;
  }

  List<Consumer<MessageWriter>> instructions() {
    return instructions;
  }

  private Rule add(Consumer<MessageWriter> instruction) {
    instructions.add(instruction);
    return this;
  }

  /** The packet came in by this link. */
  public Rule in(String link) {
    return add(Instructions.meta(Instructions.META_IIFNAME, 0))
        .add(
            Instructions.compare(
                true, DataType.encode(List.of(DataType.INTERFACE), List.of(link))));
  }

  /** The packet came in by another link than this. */
  public Rule notIn(String link) {
    return add(Instructions.meta(Instructions.META_IIFNAME, 0))
        .add(
            Instructions.compare(
                false, DataType.encode(List.of(DataType.INTERFACE), List.of(link))));
  }

  /** The packet came in by a link of the set. */
  public Rule in(NamedSet links) {
    return add(Instructions.meta(Instructions.META_IIFNAME, 0)).add(Instructions.lookup(links));
  }

  /** The packet came in by a link of this kind, such as {@code bridge}, that is not in the set. */
  public Rule inOfKind(String kind, NamedSet except) {
    return ofKind(Instructions.META_IIFKIND, Instructions.META_IIFNAME, kind, except);
  }

  /** The packet leaves by a link of this kind that is not in the set. */
  public Rule outOfKind(String kind, NamedSet except) {
    return ofKind(Instructions.META_OIFKIND, Instructions.META_OIFNAME, kind, except);
  }

  private Rule ofKind(int kindKey, int nameKey, String kind, NamedSet except) {
    return add(Instructions.meta(kindKey, 0))
        .add(
            Instructions.compare(true, DataType.encode(List.of(DataType.INTERFACE), List.of(kind))))
        .add(Instructions.meta(nameKey, 0))
        .add(Instructions.lookupMissing(except));
  }

  /** The packet leaves by a link of the set. */
  public Rule out(NamedSet links) {
    return add(Instructions.meta(Instructions.META_OIFNAME, 0)).add(Instructions.lookup(links));
  }

  /** The links by which the packet came and leaves are in the set, in this order. */
  public Rule inAndOut(NamedSet links) {
    return add(Instructions.meta(Instructions.META_IIFNAME, 0))
        .add(Instructions.meta(Instructions.META_OIFNAME, 4))
        .add(Instructions.lookup(links));
  }

  /** The packet's connection is in one of these states. */
  public Rule state(int states) {
    return add(Instructions.ct(Instructions.CT_STATE)).bits(states);
  }

  /** The destination of the packet's connection has been changed. */
  public Rule destinationChanged() {
    return add(Instructions.ct(Instructions.CT_STATUS)).bits(Instructions.IPS_DST_NAT);
  }

  private Rule bits(int mask) {
    byte[] zero = Instructions.number(0);
    return add(Instructions.and(Instructions.number(mask))).add(Instructions.compare(false, zero));
  }

  /** The packet's destination is an address of this host. */
  public Rule toLocalAddress() {
    return add(Instructions.fibDestinationType())
        .add(Instructions.compare(true, Instructions.number(Instructions.RTN_LOCAL)));
  }

  /** The packet has this protocol, by number. */
  public Rule protocol(int number) {
    return add(Instructions.meta(Instructions.META_L4PROTO, 0))
        .add(Instructions.compare(true, new byte[] {(byte) number}));
  }

  /** The packet goes to this port; only sensible after {@link #protocol}. */
  public Rule toPort(int port) {
    return add(Instructions.destinationPort(0))
        .add(Instructions.compare(true, new byte[] {(byte) (port >> 8), (byte) port}));
  }

  /** The packet is of IPv4. */
  public Rule v4() {
    return version(false);
  }

  /** The packet is of IPv6. */
  public Rule v6() {
    return version(true);
  }

  /** The packet comes from this network. */
  public Rule from(InterfaceAddress network) {
    return address(network, network.isV6() ? 8 : 12);
  }

  /** The packet comes from a network of the set. */
  public Rule from(NamedSet networks) {
    boolean v6 = networks.key().getFirst() == DataType.IPV6_ADDRESS;
    return version(v6)
        .add(Instructions.networkHeader(v6 ? 8 : 12, v6 ? 16 : 4, 0))
        .add(Instructions.lookup(networks));
  }

  /** The packet goes to this network. */
  public Rule to(InterfaceAddress network) {
    return address(network, network.isV6() ? 24 : 16);
  }

  private Rule address(InterfaceAddress network, int offset) {
    byte[] bytes = network.address().getAddress();
    byte[] mask = new byte[bytes.length];
    for (int bit = 0; bit < 8 * bytes.length; bit++) {
      if (bit < network.prefixLength()) {
        mask[bit / 8] |= (byte) (0x80 >> bit % 8);
      }
    }
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] &= mask[i];
    }
    version(network.isV6()).add(Instructions.networkHeader(offset, bytes.length, 0));
    if (network.prefixLength() < 8 * bytes.length) {
      add(Instructions.and(mask));
    }
    return add(Instructions.compare(true, bytes));
  }

  private Rule version(boolean v6) {
    return add(Instructions.meta(Instructions.META_NFPROTO, 0))
        .add(Instructions.compare(true, new byte[] {(byte) (v6 ? NFPROTO_IPV6 : NFPROTO_IPV4)}));
  }

  /** Lets the packet through this chain's hook; other tables' chains still see it. */
  public Rule accept() {
    return add(Instructions.verdict(Nft.NF_ACCEPT, ""));
  }

  /** Ends the packet. */
  public Rule drop() {
    return add(Instructions.verdict(Nft.NF_DROP, ""));
  }

  /** Goes back to the chain that jumped here; in a base chain, does what it does at its end. */
  public Rule leave() {
    return add(Instructions.verdict(Nft.NFT_RETURN, ""));
  }

  /** Asks another chain, and goes on here if that decides nothing. */
  public Rule jump(Chain chain) {
    return add(Instructions.verdict(Nft.NFT_JUMP, chain.name()));
  }

  /** Has the connection come from the address of the link by which it leaves. */
  public Rule masquerade() {
    return add(Instructions.masquerade());
  }

  /**
   * Has the connection go to what the map has for its protocol and port, or for its destination,
   * protocol and port; it goes on unchanged if the map has nothing.
   *
   * @param map from protocol and port, or address, protocol and port, to address and port
   */
  public Rule destinationFrom(NamedSet map) {
    boolean v6 = map.value().getFirst() == DataType.IPV6_ADDRESS;
    version(v6);
    int register = 0;
    if (map.key().size() == 3) {
      int size = v6 ? 16 : 4;
      add(Instructions.networkHeader(v6 ? 24 : 16, size, register));
      register += size / 4;
    }
    return add(Instructions.meta(Instructions.META_L4PROTO, register))
        .add(Instructions.destinationPort(register + 1))
        .add(Instructions.lookupValue(map))
        .add(Instructions.changeDestination(v6));
  }

  /** The packet's protocol and port, or destination, protocol and port, are in the set. */
  public Rule destinationIn(NamedSet set) {
    boolean v6 = set.key().getFirst() == DataType.IPV6_ADDRESS;
    int register = 0;
    if (set.key().size() == 3) {
      int size = v6 ? 16 : 4;
      add(Instructions.networkHeader(v6 ? 24 : 16, size, register));
      register += size / 4;
    }
    return add(Instructions.meta(Instructions.META_L4PROTO, register))
        .add(Instructions.destinationPort(register + 1))
        .add(Instructions.lookup(set));
  }

  /**
   * Sends a copy of the packet on by a link, whatever the routes say. Only in tables of IPv4 or of
   * IPv6.
   *
   * @param neighbour an address of the same version that can be there
   * @param link the link's index
   */
  public Rule copyTo(InetAddress neighbour, int link) {
    byte[] address = neighbour.getAddress();
    return add(Instructions.load(0, address))
        .add(Instructions.load(address.length / 4, Instructions.number(link)))
        .add(Instructions.duplicate(address.length / 4));
  }

  /** Counts the packets that come here; nft(8) shows how many. */
  public Rule count() {
    return add(Instructions.count());
  }

  /**
   * The packet's destination, protocol and port are in the set.
   *
   * @param ports of address, protocol and port
   */
  public Rule toPortOf(NamedSet ports) {
    boolean v6 = ports.key().getFirst() == DataType.IPV6_ADDRESS;
    int size = v6 ? 16 : 4;
    return version(v6)
        .add(Instructions.networkHeader(v6 ? 24 : 16, size, 0))
        .add(Instructions.meta(Instructions.META_L4PROTO, size / 4))
        .add(Instructions.destinationPort(size / 4 + 1))
        .add(Instructions.lookup(ports));
  }

  /**
   * The link that the packet came in by, its destination, protocol and port are in the set.
   *
   * @param ports of link, address, protocol and port
   */
  public Rule inToPortOf(NamedSet ports) {
    boolean v6 = ports.key().get(1) == DataType.IPV6_ADDRESS;
    int size = v6 ? 16 : 4;
    int behind = LINK_REGISTERS + size / 4;
    return version(v6)
        .add(Instructions.meta(Instructions.META_IIFNAME, 0))
        .add(Instructions.networkHeader(v6 ? 24 : 16, size, LINK_REGISTERS))
        .add(Instructions.meta(Instructions.META_L4PROTO, behind))
        .add(Instructions.destinationPort(behind + 1))
        .add(Instructions.lookup(ports));
  }

  /**
   * The packet goes from a client to a port of a server as in the set.
   *
   * @param links of two addresses of IPv4, protocol and port
   */
  public Rule toLinkedPort(NamedSet links) {
    return version(false)
        .add(Instructions.networkHeader(12, 4, 0))
        .add(Instructions.networkHeader(16, 4, 1))
        .add(Instructions.meta(Instructions.META_L4PROTO, 2))
        .add(Instructions.destinationPort(3))
        .add(Instructions.lookup(links));
  }

  /** The packet comes from that port, and goes to that client. */
  public Rule fromLinkedPort(NamedSet links) {
    return version(false)
        .add(Instructions.networkHeader(16, 4, 0))
        .add(Instructions.networkHeader(12, 4, 1))
        .add(Instructions.meta(Instructions.META_L4PROTO, 2))
        .add(Instructions.sourcePort(3))
        .add(Instructions.lookup(links));
  }

  /** Has the connection go to this address and port. */
  public Rule destination(InterfaceAddress address, int port) {
    byte[] bytes = address.address().getAddress();
    return add(Instructions.load(0, bytes))
        .add(Instructions.load(bytes.length / 4, new byte[] {(byte) (port >> 8), (byte) port}))
        .add(Instructions.changeDestination(address.isV6()));
  }

  /**
   * Has the connection come from the address that the map has for the link by which it came in; it
   * goes on unchanged if the map has nothing.
   *
   * @param map from links to addresses
   */
  public Rule sourceOfLink(NamedSet map) {
    boolean v6 = map.value().getFirst() == DataType.IPV6_ADDRESS;
    return version(v6)
        .add(Instructions.meta(Instructions.META_IIFNAME, 0))
        .add(Instructions.lookupValue(map))
        .add(Instructions.changeSourceAddress(v6));
  }

  /** Has the connection come from this port. */
  public Rule source(InterfaceAddress address, int port) {
    byte[] bytes = address.address().getAddress();
    return add(Instructions.load(0, bytes))
        .add(Instructions.load(bytes.length / 4, new byte[] {(byte) (port >> 8), (byte) port}))
        .add(Instructions.changeSource(address.isV6()));
  }
}
