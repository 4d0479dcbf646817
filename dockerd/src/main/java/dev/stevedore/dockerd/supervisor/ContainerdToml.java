package dev.stevedore.dockerd.supervisor;

/** containerd's configuration file, version 2. */
final class ContainerdToml {
  private ContainerdToml() {}

  /**
   * Returns the file's content.
   *
   * @param level containerd's log level: trace, debug, info, warn, error
   */
  static String text(ContainerdFiles files, String level) {
    // The CRI plugin is for kubelets; in a containerd that belongs to one dockerd it would only
    // cost memory.
    return """
        version = 2
        root = %s
        state = %s
        disabled_plugins = ["io.containerd.grpc.v1.cri"]

        [grpc]
          address = %s

        [ttrpc]
          address = %s

        [debug]
          level = %s
        """
        .formatted(
            quote(files.root().toString()),
            quote(files.state().toString()),
            quote(files.socket().toString()),
            quote(files.ttrpcSocket().toString()),
            quote(level));
  }

  private static String quote(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
