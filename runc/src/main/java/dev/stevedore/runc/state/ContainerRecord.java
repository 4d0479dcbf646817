package dev.stevedore.runc.state;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cgroup.SystemdUnit;
import java.util.Map;
import java.util.Optional;

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
 * @param spec its configuration, but for the seccomp rules, which are kept compiled
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
    Spec spec) {
  /** Reads {@code state.json}. */
  public static ContainerRecord read(ObjectReader in) {
    return new ContainerRecord(
        in.string("id"),
        in.int32("init_process_pid"),
        in.int64("init_process_start"),
        in.int64("created"),
        in.string("bundle"),
        in.stringMap("cgroup_paths"),
        unit(in.string("systemd_unit", ""), in.bool("systemd_user", false)),
        in.bool("no_new_keyring", false),
        in.required("config", Spec::read));
  }

  /** Writes {@code state.json}. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .value("id", id)
        .value("init_process_pid", pid)
        .value("init_process_start", startTicks)
        .value("created", createdNanos)
        .value("bundle", bundle)
        .stringMap("cgroup_paths", cgroups)
        .string("systemd_unit", systemdUnit.map(SystemdUnit::name).orElse(""))
        .bool("systemd_user", systemdUnit.filter(SystemdUnit::isUsers).isPresent())
        .bool("no_new_keyring", keepsKeyring)
        .value("config", spec.toJson())
        .toJson();
  }

  private static Optional<SystemdUnit> unit(String name, boolean isUsers) {
    return name.isEmpty() ? Optional.empty() : Optional.of(new SystemdUnit(name, isUsers));
  }
}
