package dev.stevedore.runc.criu;

import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.oci.runtime.NamespaceType;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.mount.CgroupMounter;
import dev.stevedore.runc.mount.MountOptions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mounts of a container that come from outside, which CRIU must be told of. */
final class ContainerMounts {
  private ContainerMounts() {}

  /**
   * Where they are in the container, and what they are outside.
   *
   * @param cgroups of the container, by controllers
   */
  static Map<String, String> outside(Spec spec, String bundle, Map<String, String> cgroups) {
    Map<String, String> mounts = new LinkedHashMap<>();
    Linux linux = spec.linux().orElseGet(() -> Linux.builder().build());
    // In a cgroup namespace it is mounted anew; without, the container's cgroups are bound.
    boolean bindsCgroups =
        linux.namespaces().stream().noneMatch(n -> n.type() == NamespaceType.CGROUP);
    for (Mount mount : spec.mounts()) {
      if (MountOptions.isBind(mount, MountOptions.parse(mount.options()))) {
        String source = mount.source();
        mounts.put(mount.destination(), source.startsWith("/") ? source : bundle + "/" + source);
      } else if (mount.type().equals("cgroup") && bindsCgroups) {
        cgroups.forEach(
            (controllers, directory) -> {
              String below = Cgroups.isUnified() ? "" : "/" + CgroupMounter.nameOf(controllers);
              mounts.put(mount.destination() + below, directory);
            });
      }
    }
    for (Device device : linux.devices()) {
      mounts.put(device.path(), device.path());
    }
    return mounts;
  }
}
