package dev.stevedore.dockerd.network.model;

import dev.stevedore.dockerd.api.ApiException;

/** A container's port, {@code 80/tcp}. */
public record ContainerPort(int number, Protocol protocol) implements Comparable<ContainerPort> {
  /**
   * Reads {@code 80/tcp} or {@code 80}.
   *
   * @throws ApiException.BadParameter if it is none
   */
  public static ContainerPort parse(String text) {
    int slash = text.indexOf('/');
    String port = slash < 0 ? text : text.substring(0, slash);
    Protocol protocol = Protocol.parse(slash < 0 ? "" : text.substring(slash + 1));
    int number;
    try {
      number = Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter("invalid port specification: \"" + text + "\"", e);
    }
    if (number < 1 || number > 65535) {
      throw new ApiException.BadParameter("invalid port specification: \"" + text + "\"");
    }
    return new ContainerPort(number, protocol);
  }

  @Override
  public int compareTo(ContainerPort other) {
    int byNumber = Integer.compare(number, other.number);
    return byNumber != 0 ? byNumber : protocol.compareTo(other.protocol);
  }

  @Override
  public String toString() {
    return number + "/" + protocol.text();
  }
}
