package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.api.ApiException;
import java.util.List;
import java.util.stream.Collectors;

/** The text of a container's {@code /etc/hosts}. */
public final class HostsFile {
  private static final String START =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private static final String HOST_GATEWAY = "host-gateway";

  private HostsFile() {}

  /**
   * Writes it.
   *
   * @param hostname the container's name for itself
   * @param domainname what follows the first dot; may be empty
   * @param addresses its addresses
   * @param extra {@code name:address} or {@code name=address} each; the address may be host-gateway
   * @param hostGateways the host's addresses as containers reach it
   * @param linked lines of other containers
   * @param ipv6 whether the container has IPv6; addresses of that version are left out otherwise
   */
  public static String text(
      String hostname,
      String domainname,
      List<String> addresses,
      List<String> extra,
      List<String> hostGateways,
      List<String> linked,
      boolean ipv6) {
    StringBuilder text = new StringBuilder(START);
    for (String host : extra) {
      int end = host.indexOf('=') > 0 ? host.indexOf('=') : host.indexOf(':');
      String address = host.substring(end + 1);
      if (end < 1) {
        throw new ApiException.BadParameter("bad format for add-host: \"" + host + "\"");
      }
      String name = host.substring(0, end);
      if (!address.equals(HOST_GATEWAY)) {
        line(text, address, name);
      } else if (hostGateways.isEmpty()) {
        throw new ApiException.BadParameter("unable to derive the IP value for host-gateway");
      } else {
        hostGateways.forEach(gateway -> line(text, gateway, name));
      }
    }
    if (!hostname.isEmpty()) {
      String names = names(hostname, domainname);
      addresses.forEach(address -> line(text, address, names));
    }
    linked.forEach(line -> text.append(line).append('\n'));
    return ipv6
        ? text.toString()
        : text.toString()
            .lines()
            .filter(line -> line.substring(0, line.indexOf('\t')).indexOf(':') < 0)
            .map(line -> line + '\n')
            .collect(Collectors.joining());
  }

  /** The full name, and what is before its first dot. */
  private static String names(String hostname, String domainname) {
    String full = domainname.isEmpty() ? hostname : hostname + "." + domainname;
    int dot = full.indexOf('.');
    return dot < 0 ? full : full + " " + full.substring(0, dot);
  }

  private static void line(StringBuilder text, String address, String names) {
    text.append(address).append('\t').append(names).append('\n');
  }
}
