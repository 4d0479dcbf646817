package dev.stevedore.dockerd.containerd;

import dev.stevedore.lib.containerdapi.containers.ContainersGrpc;
import dev.stevedore.lib.containerdapi.content.ContentGrpc;
import dev.stevedore.lib.containerdapi.images.ImagesGrpc;
import dev.stevedore.lib.containerdapi.introspection.IntrospectionGrpc;
import dev.stevedore.lib.containerdapi.leases.LeasesGrpc;
import dev.stevedore.lib.containerdapi.snapshots.SnapshotsGrpc;
import dev.stevedore.lib.containerdapi.tasks.TasksGrpc;
import dev.stevedore.lib.containerdapi.version.VersionGrpc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Which calls are made again if containerd died before it answered: those that change nothing, and
 * those that may be done twice. A deletion that comes too late says "not found", which is what its
 * callers want to hear. All others fail, and who made them decides.
 *
 * @see <a href="https://github.com/grpc/proposal/blob/master/A6-client-retries.md">gRPC A6</a>
 */
final class Retries {
  private static final Map<String, List<String>> REPEATABLE =
      Map.of(
          ContainersGrpc.SERVICE_NAME, List.of("Get", "List", "Delete"),
          ContentGrpc.SERVICE_NAME, List.of("Info", "Status", "ListStatuses", "Delete"),
          ImagesGrpc.SERVICE_NAME, List.of("Get", "List", "Delete"),
          IntrospectionGrpc.SERVICE_NAME, List.of("Plugins"),
          LeasesGrpc.SERVICE_NAME, List.of("List", "ListResources", "Delete"),
          SnapshotsGrpc.SERVICE_NAME, List.of("Stat", "Mounts", "Usage", "Remove"),
          TasksGrpc.SERVICE_NAME, List.of("Get", "List", "ListPids", "Metrics", "Delete"),
          VersionGrpc.SERVICE_NAME, List.of("Version"));

  private Retries() {}

  /** The service configuration of the channel, in the shape of gRPC's JSON. */
  static Map<String, ?> serviceConfig() {
    List<Map<String, String>> names = new ArrayList<>();
    REPEATABLE.forEach(
        (service, methods) ->
            methods.forEach(method -> names.add(Map.of("service", service, "method", method))));
    Map<String, Object> policy =
        Map.of(
            "maxAttempts",
            4.0,
            "initialBackoff",
            "0.05s",
            "maxBackoff",
            "1s",
            "backoffMultiplier",
            2.0,
            "retryableStatusCodes",
            List.of("UNAVAILABLE"));
    return Map.of("methodConfig", List.of(Map.of("name", names, "retryPolicy", policy)));
  }
}
