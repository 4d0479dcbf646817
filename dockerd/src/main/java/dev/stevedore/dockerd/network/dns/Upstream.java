package dev.stevedore.dockerd.network.dns;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Who knows names that are no containers'.
 *
 * @param servers to be asked in this order; none if the container shall not know other names
 * @param keepsPlain whether names without a dot are not passed on: the resolver was told by {@code
 *     ndots} to try them with its search domains
 */
public record Upstream(List<Server> servers, boolean keepsPlain) {
  /**
   * A name server.
   *
   * @param inside whether it is reached from the container's network namespace: its user chose it.
   *     Others are the host's, and are asked as the host does
   */
  public record Server(InetSocketAddress address, boolean inside) {}
}
