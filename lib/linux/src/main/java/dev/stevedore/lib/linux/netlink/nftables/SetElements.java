package dev.stevedore.lib.linux.netlink.nftables;

import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import java.io.IOException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/** What is in a set. Elements are told by the bytes of their keys, as hexadecimal digits. */
public final class SetElements {
  private static final int HEADER = 4;

  private SetElements() {}

  /**
   * The keys that the kernel has; of a set of networks, their first addresses.
   *
   * @throws dev.stevedore.lib.linux.netlink.NetlinkException if the set or its table is not there
   */
  public static Set<String> keys(NetlinkSocket socket, NamedSet set) throws IOException {
    MessageWriter message =
        new MessageWriter(
                Nft.SUBSYSTEM << 8 | Nft.GETSETELEM, Request.NLM_F_REQUEST | Request.NLM_F_DUMP)
            .u8(set.table().family().number())
            .u8(0)
            .u16be(0)
            .attribute(Nft.NFTA_TABLE, set.table().name())
            .attribute(Nft.NFTA_SET_ELEM_LIST_SET, set.name());
    Set<String> keys = new TreeSet<>();
    for (Message answer :
        socket.query(new Request("list elements", "of set " + set.name(), message))) {
      Attributes list = answer.attributes(HEADER).nest(Nft.NFTA_SET_ELEM_LIST_ELEMENTS);
      for (Attributes element : list.nests(Nft.NFTA_LIST_ELEM)) {
        int flags = element.u32be(Nft.NFTA_SET_ELEM_FLAGS).orElse(0);
        if ((flags & Nft.NFT_SET_ELEM_INTERVAL_END) == 0) {
          element
              .nest(Nft.NFTA_SET_ELEM_KEY)
              .bytes(Nft.NFTA_DATA_VALUE)
              .ifPresent(bytes -> keys.add(HexFormat.of().formatHex(bytes)));
        }
      }
    }
    return keys;
  }

  /** The key that an element of a set has in the kernel. */
  public static String key(NamedSet set, NamedSet.Element element) {
    byte[] bytes =
        set.ranges()
            ? ((InterfaceAddress) element.key().getFirst()).address().getAddress()
            : DataType.encode(set.key(), element.key());
    return HexFormat.of().formatHex(bytes);
  }
}
