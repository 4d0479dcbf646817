package dev.stevedore.dockerd.network.model;

import java.util.List;

/**
 * A running container's network: its namespace, and the host's ports that lead there.
 *
 * @param container its id
 * @param id 64 hexadecimal digits, new for each start
 * @param namespace the file that its namespace is mounted on
 * @param ports the host's ports
 */
public record Sandbox(String container, String id, String namespace, List<PublishedPort> ports) {
  /** This, with other ports. */
  public Sandbox with(List<PublishedPort> value) {
    return new Sandbox(container, id, namespace, List.copyOf(value));
  }
}
