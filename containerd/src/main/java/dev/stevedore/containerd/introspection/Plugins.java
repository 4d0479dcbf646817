package dev.stevedore.containerd.introspection;

import dev.stevedore.containerd.config.ConfigException;
import dev.stevedore.lib.containerdapi.introspection.Plugin;
import dev.stevedore.lib.containerdapi.types.Platform;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The parts of this containerd, under the names that clients look for. */
public final class Plugins {
  private static final List<String> SERVICES =
      List.of(
          "containers",
          "content",
          "diff",
          "events",
          "healthcheck",
          "images",
          "introspection",
          "leases",
          "namespaces",
          "sandboxes",
          "snapshots",
          "streaming",
          "tasks",
          "transfer",
          "version");

  /** What runs tasks. */
  static final String RUNTIME = "io.containerd.runtime.v2";

  private final List<Plugin> plugins;

  /**
   * The parts of a containerd.
   *
   * @param root where it keeps its data
   * @param opt where clients install programs
   * @param overlayfs what that snapshotter can do beyond what all can
   */
  public Plugins(Path root, Path opt, List<String> overlayfs) {
    dev.stevedore.lib.oci.image.Platform host = dev.stevedore.lib.oci.image.Platform.host();
    Platform platform =
        Platform.newBuilder()
            .setOs(host.os())
            .setArchitecture(host.architecture())
            .setVariant(host.variant())
            .build();
    Stream<Plugin> parts =
        Stream.of(
            plugin("io.containerd.content.v1", "content", root).build(),
            plugin("io.containerd.metadata.v1", "bolt", root).addCapabilities("shared").build(),
            plugin("io.containerd.snapshotter.v1", "overlayfs", root)
                .addPlatforms(platform)
                .addAllCapabilities(overlayfs)
                .build(),
            plugin("io.containerd.snapshotter.v1", "native", root).addPlatforms(platform).build(),
            plugin("io.containerd.differ.v1", "walking", root).addPlatforms(platform).build(),
            plugin("io.containerd.gc.v1", "scheduler", root).build(),
            plugin("io.containerd.event.v1", "exchange", root).build(),
            Plugin.newBuilder()
                .setType("io.containerd.internal.v1")
                .setId("restart")
                .addAllCapabilities(List.of("no", "always", "on-failure", "unless-stopped"))
                .build(),
            Plugin.newBuilder()
                .setType("io.containerd.internal.v1")
                .setId("opt")
                .putExports("path", opt.toString())
                .build(),
            plugin(RUNTIME, "task", root).addPlatforms(platform).build());
    Stream<Plugin> services =
        SERVICES.stream()
            .map(id -> Plugin.newBuilder().setType("io.containerd.grpc.v1").setId(id).build());
    this.plugins = Stream.concat(parts, services).toList();
  }

  private static Plugin.Builder plugin(String type, String id, Path root) {
    return Plugin.newBuilder()
        .setType(type)
        .setId(id)
        .putExports("root", root.resolve(type + "." + id).toString());
  }

  /**
   * Refuses to be without one of these.
   *
   * @param names each a type and an id, with a dot between
   * @throws ConfigException in containerd's words, if one is not there
   */
  public void require(List<String> names) {
    Set<String> missing = new LinkedHashSet<>(names);
    plugins.forEach(it -> missing.remove(it.getType() + "." + it.getId()));
    if (!missing.isEmpty()) {
      throw new ConfigException("required plugin [" + String.join(" ", missing) + "] not included");
    }
  }

  List<Plugin> all() {
    return plugins;
  }
}
