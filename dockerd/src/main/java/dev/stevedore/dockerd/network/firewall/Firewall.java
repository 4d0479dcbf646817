package dev.stevedore.dockerd.network.firewall;

import dev.stevedore.dockerd.network.host.Guard;
import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * What lets packets into containers and out of them. Each change is made at once or not at all, and
 * what is to be there is known here, too, so that it can be put back.
 */
public interface Firewall extends AutoCloseable {
  /** Says what networks and ports there are, before {@link #install}. */
  void expect(Collection<BridgeRules> bridges, Collection<PortRule> published);

  /** Says what the host is to be guarded against, from now on. */
  void guard(Guard guard) throws IOException;

  /** Puts all in place; what the user has in a chain of his own stays as it is. */
  void install() throws IOException;

  /** Begins to put back what other programs take away. */
  void watch() throws IOException;

  /** Takes all away. */
  void uninstall() throws IOException;

  /** Adds a network. */
  void add(BridgeRules network) throws IOException;

  /** Removes a network; nothing if it is not there. */
  void removeNetwork(String bridge) throws IOException;

  /** Takes published ports back, and publishes others, at once; all of that or nothing. */
  void change(Collection<PortRule> removed, Collection<PortRule> added) throws IOException;

  /**
   * How what the kernel has differs from what it should have.
   *
   * @return a line for each difference; none if all is well
   */
  List<String> differences() throws IOException;

  /** How many things there should be. */
  int size();

  /** Watches no more; what is in place stays. */
  @Override
  void close();
}
