package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.Namespace;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.User;
import java.util.List;
import java.util.OptionalLong;

/**
 * Who a container's cgroup belongs to, so that it can make cgroups of its own in it
 * (config-linux.md, "Cgroup ownership").
 */
public final class CgroupOwner {
  private CgroupOwner() {}

  /**
   * The container's user, as the host has it, if the container sees its cgroup as its own and may
   * write there.
   */
  public static OptionalLong of(Spec spec) {
    List<Namespace> namespaces = spec.linux().map(Linux::namespaces).orElse(List.of());
    boolean hasOwn =
        namespaces.stream().anyMatch(n -> n.type() == NamespaceType.CGROUP && n.isNew());
    if (!hasOwn || spec.mounts().stream().noneMatch(CgroupOwner::isWritable)) {
      return OptionalLong.empty();
    }
    long uid = spec.process().map(Process::user).map(User::uid).orElse(0L);
    List<IdMapping> mappings = spec.linux().map(Linux::uidMappings).orElse(List.of());
    return mappings.isEmpty() ? OptionalLong.of(uid) : IdMapping.hostId(mappings, uid);
  }

  private static boolean isWritable(Mount mount) {
    return mount.source().equals("cgroup")
        && Cgroups.clean(mount.destination()).equals(Cgroups.MOUNT_POINT)
        && !mount.options().contains("ro");
  }
}
