package dev.stevedore.lib.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/**
 * The registries whose certificates are not checked, and which may be spoken to without TLS: hosts
 * by name or network, and always the loopback networks, as in Docker.
 */
public final class InsecureRegistries {
  /** Nothing but the loopback networks. */
  public static final InsecureRegistries LOOPBACK = new InsecureRegistries(List.of(), List.of());

  private static final List<Network> LOOPBACKS =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128"));

  private final List<String> hosts;
  private final List<Network> networks;

  private InsecureRegistries(List<String> hosts, List<Network> networks) {
    this.hosts = List.copyOf(hosts);
    this.networks = List.copyOf(networks);
  }

  /**
   * Reads a list of hosts ({@code host}, {@code host:port}) and networks ({@code 10.0.0.0/8}).
   *
   * @throws IllegalArgumentException in Docker's words
   */
  public static InsecureRegistries parse(List<String> entries) {
    List<String> hosts = new ArrayList<>();
    List<Network> networks = new ArrayList<>();
    for (String entry : entries) {
      String host = entry.replaceFirst("(?i)^https?://", "");
      if (host.contains("://")) {
        throw new IllegalArgumentException(
            "insecure registry " + entry + " should not contain '://'");
      }
      if (host.startsWith("-") || host.endsWith("-")) {
        throw new IllegalArgumentException(
            "invalid index name (" + host + "). Cannot begin or end with a hyphen");
      }
      if (host.indexOf('/') >= 0) {
        networks.add(network(entry, host));
      } else if (HostPort.isValid(host)) {
        hosts.add(host);
      } else {
        throw new IllegalArgumentException(
            "insecure registry " + entry + " is not valid: invalid host \"" + host + "\"");
      }
    }
    return new InsecureRegistries(hosts, networks);
  }

  private static Network network(String entry, String text) {
    try {
      return Network.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "insecure registry " + entry + " is not valid: invalid host \"" + text + "\"", e);
    }
  }

  /** The networks, the loopback ones last. */
  public List<String> networks() {
    List<String> all = new ArrayList<>();
    networks.forEach(it -> all.add(it.toString()));
    LOOPBACKS.forEach(it -> all.add(it.toString()));
    return all.stream().distinct().toList();
  }

  /** The hosts that were given by name. */
  public List<String> hosts() {
    return hosts;
  }

  /** Whether a registry, {@code host[:port]}, is one of them; a name is looked up for that. */
  public boolean contains(String hostPort) {
    if (hosts.contains(hostPort)) {
      return true;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(HostPort.host(hostPort))) {
        for (List<Network> list : List.of(LOOPBACKS, networks)) {
          if (list.stream().anyMatch(network -> network.contains(address))) {
            return true;
          }
        }
      }
    } catch (UnknownHostException e) {
      return false; // whoever connects will say so
    }
    return false;
  }
}
