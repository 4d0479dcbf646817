package dev.stevedore.dockerd.network.firewall.iptables;

import dev.stevedore.dockerd.network.firewall.BridgeRules;
import dev.stevedore.dockerd.network.firewall.LinkRule;
import dev.stevedore.dockerd.network.firewall.Opening;
import dev.stevedore.dockerd.network.firewall.PortRule;
import dev.stevedore.dockerd.network.firewall.Wanted;
import dev.stevedore.dockerd.network.host.Guard;
import dev.stevedore.dockerd.network.link.LoopCable;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of one IP version, as iptables-save writes them.
 *
 * @param prefix how our chains' names begin
 * @param v6 the version
 * @param gate the cable from the host to itself, if the host's INPUT rules are to be obeyed
 * @param direct whether other hosts reach published ports at containers' own addresses
 */
record Rules(String prefix, boolean v6, Optional<LoopCable.Ends> gate, boolean direct) {
  private static final String RAW = "raw";
  private static final String NAT = "nat";
  private static final String FILTER = "filter";
  private static final String SECURITY = "security";
  private static final Map<Integer, String> PROTOCOLS = Map.of(6, "tcp", 17, "udp", 132, "sctp");

  static Rules of(String table, boolean v6, Optional<LoopCable.Ends> gate, boolean direct) {
    return new Rules(table.toUpperCase(Locale.ROOT), v6, gate, direct);
  }

  private String chain(String name) {
    return prefix + "-" + name;
  }

  /** The user's own chain. */
  String user() {
    return chain("USER");
  }

  /** Our chains but the user's, by table. */
  Map<String, List<String>> chains() {
    return Map.of(
        RAW, List.of(chain("RAW")),
        NAT, List.of(chain("PORTS"), chain("OUT"), chain("HAIR")),
        FILTER,
            List.of(
                chain("FORWARD"),
                chain("ROUTED"),
                chain("BETWEEN"),
                chain("DIRECT"),
                chain("GUARD"),
                chain("GUARDED")),
        SECURITY, List.of(chain("GATE")));
  }

  /** The jumps to our chains: true for those that come first in theirs. */
  Map<String, Map<String, Boolean>> jumps() {
    String local = "-m addrtype --dst-type LOCAL -j " + chain("PORTS");
    String in = gate.map(ends -> "-i " + ends.in() + " ").orElse("");
    // Loopback is not for other hosts, whose packets are not known as strays before they are led
    // elsewhere.
    String others = v6 ? "" : "! -d 127.0.0.0/8 ";
    return Map.of(
        RAW, Map.of("PREROUTING -j " + chain("RAW"), true),
        NAT,
            Map.of(
                "PREROUTING " + others + in + local,
                true,
                "OUTPUT " + (v6 ? "! -d ::1/128 " : "") + local,
                true,
                "POSTROUTING -j " + chain("OUT"),
                true),
        FILTER,
            Map.of("FORWARD -j " + chain("FORWARD"), true, "FORWARD -j " + chain("GUARD"), false),
        SECURITY, Map.of("INPUT -j " + chain("GATE"), false));
  }

  /** Adds what there is for networks, and for links to be guarded. */
  void networks(Script script, Collection<BridgeRules> networks, Guard guard) {
    forward(script, networks);
    addresses(script, networks);
    if (v6 ? guard.v6() : guard.v4()) {
      for (String link : guard.links()) {
        append(script, FILTER, "GUARD", "-i " + link + " -j " + chain("GUARDED"));
        append(script, FILTER, "GUARDED", "-o " + link + " -j DROP");
      }
    }
    if (v6) {
      append(script, NAT, "PORTS", "-s fe80::/10 -j RETURN");
    }
    gate.ifPresent(
        ends -> {
          append(script, SECURITY, "GATE", "-i lo -j RETURN");
          append(script, SECURITY, "GATE", "-i " + ends.in() + " -j RETURN");
          if (v6) {
            append(script, SECURITY, "GATE", "-s fe80::/10 -j RETURN");
          }
          networks.stream()
              .filter(BridgeRules::internal)
              .forEach(n -> append(script, SECURITY, "GATE", "-i " + n.bridge() + " -j RETURN"));
        });
  }

  private void forward(Script script, Collection<BridgeRules> networks) {
    append(script, FILTER, "FORWARD", "-j " + user());
    for (BridgeRules n : networks) {
      forward(script, "-i " + n.bridge() + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
      forward(script, "-o " + n.bridge() + " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    }
    for (BridgeRules n : networks) {
      if (n.icc()) {
        forward(script, "-i " + n.bridge() + " -o " + n.bridge() + " -j ACCEPT");
      }
    }
    for (BridgeRules n : networks) {
      if (n.internal()) {
        forward(script, "-i " + n.bridge() + " -j DROP");
        forward(script, "-o " + n.bridge() + " -j DROP");
      }
    }
    for (BridgeRules n : networks) {
      forward(script, "-o " + n.bridge() + " -m conntrack --ctstate DNAT -j ACCEPT");
    }
    forward(script, "-j " + chain("ROUTED"));
    for (BridgeRules n : networks) {
      if (ways(n) == BridgeRules.Ways.ROUTED) {
        String ping = v6 ? "ipv6-icmp" : "icmp";
        append(script, FILTER, "ROUTED", "-o " + n.bridge() + " -p " + ping + " -j ACCEPT");
      }
      append(script, FILTER, "BETWEEN", "-o " + n.bridge() + " -j DROP");
      forward(script, "-i " + n.bridge() + " -j " + chain("BETWEEN"));
    }
    forward(script, "-j " + chain("DIRECT"));
    for (BridgeRules n : networks) {
      if (ways(n) == BridgeRules.Ways.OPEN) {
        forward(script, "-o " + n.bridge() + " -j ACCEPT");
      }
    }
    networks.forEach(n -> forward(script, "-o " + n.bridge() + " -j DROP"));
    networks.forEach(n -> forward(script, "-i " + n.bridge() + " -j ACCEPT"));
  }

  /** Who gets in by containers' own addresses. */
  private BridgeRules.Ways ways(BridgeRules network) {
    return v6 ? network.ways6() : network.ways4();
  }

  private void forward(Script script, String rule) {
    append(script, FILTER, "FORWARD", rule);
  }

  private void addresses(Script script, Collection<BridgeRules> networks) {
    for (BridgeRules n : networks) {
      String out = "-o " + n.bridge();
      if (!v6) {
        append(script, RAW, "RAW", "-d 127.0.0.0/8 -i " + n.bridge() + " -j DROP");
        append(script, NAT, "OUT", "-s 127.0.0.0/8 " + out + " -j MASQUERADE");
      }
      append(script, NAT, "OUT", out + " -m conntrack --ctstate DNAT -j " + chain("HAIR"));
    }
    for (BridgeRules n : networks) {
      boolean masquerade = !n.internal() && (v6 ? n.masquerade6() : n.masquerade4());
      for (var subnet : n.subnets()) {
        if (subnet.isV6() == v6) {
          append(script, NAT, "HAIR", "-s " + subnet + " -j MASQUERADE");
          if (masquerade) {
            String target =
                (v6 ? n.source6() : n.source4())
                    .map(a -> "SNAT --to-source " + a.getHostAddress())
                    .orElse("MASQUERADE");
            append(script, NAT, "OUT", "-s " + subnet + " ! -o " + n.bridge() + " -j " + target);
          }
        }
      }
    }
  }

  private void append(Script script, String table, String chain, String rule) {
    script.add(table, "-A " + chain(chain) + " " + rule);
  }

  /**
   * Adds or takes away a way into a container, if it is of this version.
   *
   * @param how {@code -A} or {@code -D}
   */
  void opening(Script script, String how, Opening opening, Wanted all) {
    switch (opening) {
      case PortRule port -> {
        if (isMine(port.containerAddress())) {
          port(script, how, port, all.trusted(port.containerAddress()));
        }
      }
      case LinkRule link -> {
        if (isMine(link.server())) {
          link(script, how, link);
        }
      }
    }
  }

  private boolean isMine(InetAddress address) {
    return address instanceof Inet6Address == v6;
  }

  private String whole(InetAddress address) {
    return address.getHostAddress() + (v6 ? "/128" : "/32");
  }

  private void link(Script script, String how, LinkRule link) {
    String protocol = protocol(link.protocol());
    String client = whole(link.client());
    String server = whole(link.server());
    String start = how + " " + chain("ROUTED") + " ";
    String end = link.port() + " -j ACCEPT";
    script.add(FILTER, start + "-s %s -d %s %s --dport ".formatted(client, server, protocol) + end);
    script.add(FILTER, start + "-s %s -d %s %s --sport ".formatted(server, client, protocol) + end);
  }

  private static String protocol(int number) {
    String name = PROTOCOLS.getOrDefault(number, "");
    return "-p " + name + " -m " + name;
  }

  private void port(Script script, String how, PortRule port, List<String> trusted) {
    String protocol = protocol(port.protocol());
    String container = port.containerAddress().getHostAddress();
    String accept =
        "-d %s %s --dport %d -j ACCEPT"
            .formatted(whole(port.containerAddress()), protocol, port.containerPort());
    if (port.isRouted()) {
      script.add(FILTER, how + " " + chain("ROUTED") + " " + accept);
      return;
    }
    for (String link : trusted) {
      script.add(FILTER, how + " " + chain("ROUTED") + " -i " + link + " " + accept);
    }
    if (direct) {
      script.add(FILTER, how + " " + chain("DIRECT") + " " + accept);
    }
    String match =
        (port.hostAddress().isAnyLocalAddress() ? "" : "-d " + whole(port.hostAddress()) + " ")
            + "%s --dport %d".formatted(protocol, port.hostPort());
    script.add(
        NAT,
        how
            + " "
            + chain("PORTS")
            + " "
            + match
            + " -j DNAT --to-destination "
            + (v6 ? "[" + container + "]" : container)
            + ":"
            + port.containerPort());
    gate.ifPresent(
        ends -> {
          String rule = how + " " + chain("GATE") + " " + match;
          String out = ends.in().substring(0, ends.in().length() - 1) + "o";
          script.add(
              SECURITY,
              rule + " -j TEE --gateway " + (v6 ? "fe80::1" : "192.0.0.8") + " --oif " + out);
          script.add(SECURITY, rule + " -j DROP");
        });
  }
}
