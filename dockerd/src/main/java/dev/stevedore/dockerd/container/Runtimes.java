package dev.stevedore.dockerd.container;

import com.google.protobuf.Any;
import dev.stevedore.dockerd.container.config.HostConfig;
import java.nio.file.Path;
import java.util.Optional;

/** The programs that containers run with, as the daemon was configured. */
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

  /**
   * The program on this host that a container's process is started by, if its configuration or the
   * daemon's asks for one.
   *
   * @throws dev.stevedore.dockerd.api.ApiException.Internal if the program is not there
   */
  Optional<Path> init(HostConfig host);
}
