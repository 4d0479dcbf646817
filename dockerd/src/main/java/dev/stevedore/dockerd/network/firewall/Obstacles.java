package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.nftables.BaseChains;
import dev.stevedore.lib.linux.netlink.nftables.BaseChains.BaseChain;
import dev.stevedore.lib.linux.netlink.nftables.Family;
import dev.stevedore.lib.linux.netlink.nftables.Hook;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Rules of the host that drop what ours let through: a packet has to pass every table. */
public final class Obstacles {
  private Obstacles() {}

  /**
   * The chains that drop what they do not know, and know none of our bridges.
   *
   * @param ours whether a chain is one that our rules are in
   * @return a text for each
   */
  public static List<String> list(NetlinkSocket socket, Wanted all, Predicate<BaseChain> ours)
      throws IOException {
    List<String> found = new ArrayList<>();
    for (Family family : Family.values()) {
      for (BaseChain chain : BaseChains.at(socket, family, Hook.FORWARD)) {
        if (chain.dropping() && !ours.test(chain) && !isPassable(socket, chain, all)) {
          found.add(chain + " drops what is forwarded");
        }
      }
    }
    return found;
  }

  /** Whether somebody has thought of our bridges. */
  private static boolean isPassable(NetlinkSocket socket, BaseChain chain, Wanted all)
      throws IOException {
    for (BridgeRules network : all.networks()) {
      if (BaseChains.isMentioned(socket, chain.table(), network.bridge())) {
        return true;
      }
    }
    return all.networks().isEmpty();
  }
}
