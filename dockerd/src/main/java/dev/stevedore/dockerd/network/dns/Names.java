package dev.stevedore.dockerd.network.dns;

import dev.stevedore.lib.linux.netns.InThread;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** What one container sees of others' names. It is asked by a thread that must not wait. */
public interface Names {
  /**
   * The addresses of those that are called so: of one version, perhaps none. Nothing if nobody is
   * called so.
   *
   * @param name in lower case, without a dot at the end
   */
  Optional<List<InetAddress>> addresses(String name, boolean v6);

  /** What an address is called. */
  Optional<String> name(InetAddress address);

  /** Who knows other names. May read files. */
  Upstream upstream();

  /** Does something in the container's network namespace. */
  <T> T inside(InThread.Work<T> work) throws IOException;
}
