package dev.stevedore.runc.state;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.cgroup.SystemdUnit;
import dev.stevedore.runc.log.Timestamp;
import dev.stevedore.runc.process.UserNames;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * crun's form of a container's state: the file {@code status}, which has one path for the cgroups
 * of all hierarchies, and config.json beside it. With both, crun and this runtime can do with each
 * other's containers whatever they can do with their own; exec.fifo has the same directions.
 */
final class CrunStatus {
  private CrunStatus() {}

  /**
   * Writes it.
   *
   * @param streams what stdin, stdout and stderr of init are, as links of /proc name them
   */
  static JsonObject toJson(ContainerRecord container, List<String> streams, boolean isDetached) {
    JsonArray descriptors = new JsonArray();
    streams.forEach(stream -> descriptors.add(Json.value(stream)));
    return new ObjectWriter()
        .value("pid", container.pid())
        .value("process-start-time", container.startTicks())
        .value("cgroup-path", Cgroups.pathOf(container.cgroups()))
        .value("scope", container.systemdUnit().map(SystemdUnit::name).orElse(""))
        .value("rootfs", container.rootfs())
        .value("systemd-cgroup", container.systemdUnit().isPresent())
        .value("bundle", container.bundle())
        .value("created", Timestamp.nanos(container.createdNanos()))
        .value("owner", UserNames.of(Processes.userId()))
        .value("detached", isDetached)
        .value("external_descriptors", descriptors.toString())
        .toJson();
  }

  /**
   * Reads what crun has written.
   *
   * @param id the container
   * @param spec the config.json that it keeps
   */
  static ContainerRecord read(String id, ObjectReader in, Spec spec) {
    String path = in.string("cgroup-path");
    String scope = in.string("scope", "");
    boolean isSystemds = in.bool("systemd-cgroup", false) && !scope.isEmpty();
    Root root = new Root(in.string("rootfs"), spec.root().map(Root::readonly).orElse(false));
    Spec.Builder kept = spec.toBuilder().root(root);
    spec.linux().ifPresent(linux -> kept.linux(linux.withoutSeccompRules()));
    return new ContainerRecord(
        id,
        in.int32("pid"),
        in.int64("process-start-time"),
        in.parsed("created", Timestamp::parse),
        in.string("bundle"),
        path.isEmpty() ? Map.of() : Cgroups.existing(path),
        isSystemds ? Optional.of(new SystemdUnit(scope, false)) : Optional.empty(),
        false,
        kept.build());
  }
}
