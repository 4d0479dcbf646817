package dev.stevedore.dockerd.container;

import com.google.protobuf.Any;

/** The runtimes that the daemon was configured with. */
public interface Runtimes {
  /**
   * How to start a container.
   *
   * @param shim containerd's name of the shim, such as {@code io.containerd.stevedore.v1}
   * @param options what the shim is told
   */
  record Choice(String shim, Any options) {}

  /** The name of the runtime of containers that name none. */
  String defaultName();

  /**
   * The runtime of a name.
   *
   * @throws dev.stevedore.dockerd.api.ApiException.BadParameter with Docker's text, if there is
   *     none
   */
  Choice choose(String name);
}
