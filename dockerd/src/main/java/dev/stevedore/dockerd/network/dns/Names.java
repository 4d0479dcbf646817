package dev.stevedore.dockerd.network.dns;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What one container sees of others' names. */
public interface Names {
  /**
   * The addresses of those that are called so, of both versions.
   *
   * @param name in lower case, without a dot at the end
   */
  List<InetAddress> addresses(String name);

  /** What an address is called. */
  Optional<String> name(InetAddress address);

  /** The servers that know other names; none if the container shall not know any. */
  List<String> upstream();
}
