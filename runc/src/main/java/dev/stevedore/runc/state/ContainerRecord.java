package dev.stevedore.runc.state;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.Root;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cgroup.SystemdUnit;
import dev.stevedore.runc.log.Timestamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is kept of a container in {@code state.json}.
 *
 * @param id its name
 * @param pid of its init, seen from the host
 * @param startTicks when init started, see {@link ProcessStat}
 * @param createdNanos since the epoch
 * @param bundle absolute path
 * @param cgroups paths by controllers
 * @param systemdUnit the unit that the cgroups belong to
 * @param keepsKeyring whether it shares the session keyring of its creator
 * @param outline its configuration: all of it but the seccomp rules when this is written; when it
 *     is read, what commands need that run nothing in it, which is hooks that come after create,
 *     annotations, namespaces and root
 */
public record ContainerRecord(
    String id,
    int pid,
    long startTicks,
    long createdNanos,
    String bundle,
    Map<String, String> cgroups,
    Optional<SystemdUnit> systemdUnit,
    boolean keepsKeyring,
    Spec outline) {
  private static final String OURS = "stevedore";

  /** In runc's form a name with an equals sign in it is cut short. */
  private static final String ANNOTATIONS = "annotations";

  /**
   * Reads {@code state.json}, ours or runc's.
   *
   * <p>What both have has runc's names and forms, so that each can list, signal and delete the
   * other's containers; what is only ours is below {@code stevedore}.
   */
  public static ContainerRecord read(ObjectReader in) {
    ObjectReader config = in.required("config", Function.identity());
    Optional<ObjectReader> ours = in.object(OURS, Function.identity());
    Spec known = RuncConfig.read(config);
    return new ContainerRecord(
        in.string("id"),
        in.int32("init_process_pid"),
        in.int64("init_process_start"),
        in.parsed("created", Timestamp::parse),
        RuncConfig.bundle(config),
        in.stringMap("cgroup_paths"),
        ours.flatMap(o -> unit(o.string("systemd_unit", ""), o.bool("systemd_user", false))),
        config.bool("no_new_keyring", false),
        ours.map(o -> o.stringMap(ANNOTATIONS))
            .map(annotations -> known.toBuilder().annotations(annotations).build())
            .orElse(known));
  }

  /** Where its root file system is. */
  public String rootfs() {
    String path = outline.root().map(Root::path).orElse("");
    return path.startsWith("/") ? path : bundle + "/" + path;
  }

  /** Writes {@code state.json}. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("id", id)
        .value("init_process_pid", pid)
        .value("init_process_start", startTicks)
        .value("created", Timestamp.nanos(createdNanos))
        .value("config", RuncConfig.toJson(outline, id, rootfs(), bundle, keepsKeyring))
        .stringMap("cgroup_paths", cgroupPaths())
        .value(
            OURS,
            new ObjectWriter()
                .string("systemd_unit", systemdUnit.map(SystemdUnit::name).orElse(""))
                .bool("systemd_user", systemdUnit.filter(SystemdUnit::isUsers).isPresent())
                .stringMap(ANNOTATIONS, outline.annotations())
                .toJson())
        .toJson();
  }

  /** By single controllers, as runc has them. */
  private Map<String, String> cgroupPaths() {
    Map<String, String> single = new LinkedHashMap<>();
    cgroups.forEach(
        (controllers, path) -> {
          for (String controller : controllers.split(",", -1)) {
            single.put(controller, path);
          }
        });
    return single;
  }

  private static Optional<SystemdUnit> unit(String name, boolean isUsers) {
    return name.isEmpty() ? Optional.empty() : Optional.of(new SystemdUnit(name, isUsers));
  }
}
