package dev.stevedore.dockerd.network.firewall;

import java.io.IOException;
import java.util.Collection;
import java.util.List;

/**
 * What the firewall's rules are made with. It remembers nothing: {@link Wanted} says what there is
 * to be, with the change that is asked for.
 */
public interface Backend {
  /** Puts all in place; what the user has in a chain of his own stays as it is. */
  void install(Wanted all) throws IOException;

  /** Takes all away. */
  void uninstall() throws IOException;

  /** Adds a network. */
  void add(BridgeRules network, Wanted all) throws IOException;

  /** Removes a network. */
  void remove(BridgeRules network, Wanted all) throws IOException;

  /** Closes ways in, and opens others, at once; all of that or nothing. */
  void change(Collection<Opening> removed, Collection<Opening> added, Wanted all)
      throws IOException;

  /** How what the kernel has differs from what it should have: a line for each difference. */
  List<String> differences(Wanted all) throws IOException;

  /** What of the host's own rules keeps packets back that these let through: a text for each. */
  List<String> obstacles(Wanted all) throws IOException;

  /** How many things there should be. */
  int size(Wanted all);

  /**
   * Watches, on a thread of its own, until it is closed.
   *
   * @param touched run when other programs may have taken something away
   */
  Watch watch(Touched touched) throws IOException;

  /** Somebody may have taken rules of ours away. */
  interface Touched {
    /** Looks, or not if it is certain, and puts them back. */
    void repair(boolean certain);
  }
}
