package dev.stevedore.lib.linux.netlink.nftables;

import dev.stevedore.lib.linux.netlink.Attributes;
import dev.stevedore.lib.linux.netlink.Message;
import dev.stevedore.lib.linux.netlink.MessageWriter;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The chains that the kernel sends packets to, whoever made them. */
public final class BaseChains {
  private static final int HEADER = 4;

  /**
   * A chain that the kernel sends packets to.
   *
   * @param table where it is
   * @param name its name
   * @param dropping whether it drops what none of its rules decides on
   */
  public record BaseChain(Table table, String name, boolean dropping) {
    @Override
    public String toString() {
      return "chain " + name + " of table " + table.family() + " " + table.name();
    }
  }

  private BaseChains() {}

  /** Those of a family at one place of a packet's way. */
  public static List<BaseChain> at(NetlinkSocket socket, Family family, Hook hook)
      throws IOException {
    List<BaseChain> chains = new ArrayList<>();
    for (Message answer :
        socket.query(new Request("list chains", "", dump(Nft.GETCHAIN, family)))) {
      Attributes chain = answer.attributes(HEADER);
      boolean there =
          chain.nest(Nft.NFTA_CHAIN_HOOK).u32be(Nft.NFTA_HOOK_HOOKNUM).stream()
              .anyMatch(number -> number == hook.number());
      if (there) {
        chains.add(
            new BaseChain(
                new Table(family, chain.text(Nft.NFTA_TABLE).orElse("")),
                chain.text(Nft.NFTA_CHAIN_NAME).orElse(""),
                chain.u32be(Nft.NFTA_CHAIN_POLICY).stream().anyMatch(p -> p == Nft.NF_DROP)));
      }
    }
    return chains;
  }

  /** Whether some rule of a table has a text in it, such as the name of a link. */
  public static boolean isMentioned(NetlinkSocket socket, Table table, String text)
      throws IOException {
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    MessageWriter message =
        dump(Nft.GETRULE, table.family()).attribute(Nft.NFTA_TABLE, table.name());
    return socket.query(new Request("list rules", "of table " + table.name(), message)).stream()
        .anyMatch(rule -> contains(rule.payload(), wanted));
  }

  /** The text as it is there: with a zero behind it. */
  private static boolean contains(ByteBuffer bytes, byte[] text) {
    for (int start = 0; start + text.length < bytes.limit(); start++) {
      boolean found = bytes.get(start + text.length) == 0;
      for (int i = 0; found && i < text.length; i++) {
        found = bytes.get(start + i) == text[i];
      }
      if (found) {
        return true;
      }
    }
    return false;
  }

  private static MessageWriter dump(int what, Family family) {
    return new MessageWriter(Nft.SUBSYSTEM << 8 | what, Request.NLM_F_REQUEST | Request.NLM_F_DUMP)
        .u8(family.number())
        .u8(0)
        .u16be(0);
  }
}
