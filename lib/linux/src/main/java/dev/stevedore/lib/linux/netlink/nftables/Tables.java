package dev.stevedore.lib.linux.netlink.nftables;

import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.util.List;

/** What tables there are, and who changes them. */
public final class Tables {
  private static final int NFNLGRP_NFTABLES = 7;
  private static final int HEADER = 4;

  private Tables() {}

  /** The names of the tables of a family. */
  public static List<String> names(NetlinkSocket socket, Family family) throws IOException {
    MessageWriter message =
        new MessageWriter(
                Nft.SUBSYSTEM << 8 | Nft.GETTABLE, Request.NLM_F_REQUEST | Request.NLM_F_DUMP)
            .u8(family.number())
            .u8(0)
            .u16be(0);
    return socket.query(new Request("list tables", "", message)).stream()
        .flatMap(answer -> answer.attributes(HEADER).text(Nft.NFTA_TABLE).stream())
        .toList();
  }

  /**
   * Starts to listen for changes of rules; to be read with {@link #removedFrom}.
   *
   * @param socket one of {@link NetlinkSocket#NETLINK_NETFILTER} that serves nothing else
   */
  public static void watch(NetlinkSocket socket) throws IOException {
    socket.join(NFNLGRP_NFTABLES);
  }

  /** Whether a message says that another than the socket {@code ours} removed from the table. */
  public static boolean removedFrom(Table table, Message message, int ours) {
    if (message.type() >> 8 != Nft.SUBSYSTEM || message.port() == ours) {
      return false;
    }
    boolean removal =
        switch (message.type() & 0xff) {
          case Nft.DELTABLE, Nft.DELCHAIN, Nft.DELRULE, Nft.DELSET, Nft.DELSETELEM -> true;
          default -> false;
        };
    Attributes attributes = message.attributes(HEADER);
    return removal
        && (message.payload().get(0) & 0xff) == table.family().number()
        && attributes.text(Nft.NFTA_TABLE).filter(table.name()::equals).isPresent();
  }
}
