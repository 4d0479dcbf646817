package dev.stevedore.dockerd.network.host;

import java.util.List;
import java.util.Set;

/**
 * Keeps the host from becoming a router for everybody because containers need it to be one: between
 * links that did not pass packets on before, none are passed on now.
 *
 * @param links those that were there when passing on was switched on
 * @param v4 whether it was switched on for IPv4
 * @param v6 whether it was for IPv6
 */
public record Guard(Set<String> links, boolean v4, boolean v6) {
  /** Nothing to guard: the host was a router before, or shall be one. */
  public static final Guard NONE = new Guard(Set.of(), false, false);

  /**
   * The kinds of links by which virtual machines and containers are reached. One that was made
   * later is somebody's who means it to be reached.
   */
  public static final List<String> GUESTS = List.of("bridge", "veth");

  /** Keeps a copy. */
  public Guard {
    links = Set.copyOf(links);
  }
}
