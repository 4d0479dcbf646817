package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import java.net.InetAddress;
import java.util.Optional;

/**
 * A wish for a port of the host.
 *
 * @param container the container's port
 * @param hostAddress which of the host's addresses; absent: all of them
 * @param from the first port that will do; 0: any
 * @param to the last port that will do
 */
public record PortRequest(
    ContainerPort container, Optional<InetAddress> hostAddress, int from, int to) {
  /**
   * Reads what the Engine API has.
   *
   * @param address empty for all
   * @param ports {@code 8080}, {@code 8000-8010}, or empty for any
   * @throws ApiException.BadParameter if one is neither
   */
  public static PortRequest parse(ContainerPort container, String address, String ports) {
    Optional<InetAddress> host = Optional.empty();
    if (!address.isEmpty()) {
      host = Addresses.parse(address);
      if (host.isEmpty()) {
        throw new ApiException.BadParameter("invalid IP address: " + address);
      }
    }
    if (ports.isEmpty()) {
      return new PortRequest(container, host, 0, 0);
    }
    int dash = ports.indexOf('-');
    try {
      int from = Integer.parseInt(dash < 0 ? ports : ports.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(ports.substring(dash + 1));
      if (from < 0 || to > 65535 || from > to) {
        throw new ApiException.BadParameter("invalid port specification: \"" + ports + "\"");
      }
      return new PortRequest(container, host, from, to);
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter("invalid port specification: \"" + ports + "\"", e);
    }
  }

  /** Whether any port will do. */
  public boolean isAny() {
    return from == 0;
  }
}
