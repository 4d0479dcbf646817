package dev.stevedore.dockerd.supervisor;

import java.nio.file.Path;

/**
 * Where the containerd that we start keeps things.
 *
 * @param root what must survive a reboot
 * @param state what must not
 * @param config the configuration that we write for it
 * @param socket where it serves gRPC
 * @param pidfile the id of its process
 */
record ContainerdFiles(Path root, Path state, Path config, Path socket, Path pidfile) {
  static ContainerdFiles under(Path dataRoot, Path execRoot) {
    Path directory = execRoot.resolve("containerd");
    return new ContainerdFiles(
        dataRoot.resolve("containerd"),
        directory.resolve("daemon"),
        directory.resolve("containerd.toml"),
        directory.resolve("containerd.sock"),
        directory.resolve("containerd.pid"));
  }

  /** Where it serves ttrpc, for the events of shims. */
  Path ttrpcSocket() {
    return socket.resolveSibling(socket.getFileName() + ".ttrpc");
  }
}
