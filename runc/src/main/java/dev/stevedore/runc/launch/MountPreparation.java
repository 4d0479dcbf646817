package dev.stevedore.runc.launch;

import dev.stevedore.lib.oci.runtime.Device;
import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.lib.oci.runtime.Mount;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.mount.DeviceNodes;
import dev.stevedore.runc.mount.HostMounts;
import dev.stevedore.runc.mount.IdMapText;
import dev.stevedore.runc.mount.MountOptions;
import dev.stevedore.runc.namespace.NamespacePlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Opens {@link HostMounts} out here, with the rights of the host's root. */
final class MountPreparation {
  private final Bundle bundle;
  private final Linux linux;
  private final Map<Integer, Fd> idMaps = new HashMap<>();
  private final Map<Integer, Fd> sources = new HashMap<>();

  private MountPreparation(Bundle bundle, Linux linux) {
    this.bundle = bundle;
    this.linux = linux;
  }

  /** Opens what init of a container cannot. */
  static HostMounts open(Bundle bundle, Linux linux, NamespacePlan plan) {
    return new MountPreparation(bundle, linux).open(plan);
  }

  private HostMounts open(NamespacePlan plan) {
    // A user's own runtime has no rights that the container's user namespace would take away.
    boolean losesRights = plan.changesUser() && Processes.userId() == 0;
    List<Mount> mounts = bundle.spec().mounts();
    for (int i = 0; i < mounts.size(); i++) {
      MountOptions options = MountOptions.parse(mounts.get(i).options());
      Optional<Fd> idMap = idMap(mounts.get(i), options);
      if (losesRights && MountOptions.isBind(mounts.get(i), options)) {
        sources.put(i, source(mounts.get(i), options, idMap));
        idMap.ifPresent(Fd::close);
      } else if (idMap.isPresent()) {
        idMaps.put(i, idMap.get());
      }
    }
    return new HostMounts(idMaps, sources, losesRights ? devices(plan) : Optional.empty());
  }

  private Fd source(Mount mount, MountOptions options, Optional<Fd> idMap) {
    try {
      Fd tree = Mounts.cloneTree(bundle.resolve(mount.source()), options.isRecursiveBind());
      // It leaves this mount namespace: what is mounted in the container must not show here.
      int propagation =
          linux.rootfsPropagation().endsWith("private") ? Mounts.PRIVATE : Mounts.SLAVE;
      if (!linux.rootfsPropagation().endsWith("shared")) {
        Mounts.setAttributes(tree, new MountAttributes(0, 0, propagation, -1), true);
      }
      if (idMap.isPresent()) {
        Mounts.setAttributes(
            tree,
            new MountAttributes(0, 0, 0, idMap.get().number()),
            options.idMapping() == MountOptions.IdMapping.RECURSIVE);
      }
      return tree;
    } catch (PosixException e) {
      throw new RuncException(
          "error mounting \"" + mount.source() + "\" to rootfs at \"" + mount.destination() + "\"",
          e);
    }
  }

  private Optional<Fd> idMap(Mount mount, MountOptions options) {
    if (!options.idMappings().isEmpty()) {
      IdMapText text =
          IdMapText.parse(options.idMappings(), linux.uidMappings(), linux.gidMappings());
      return Optional.of(IdMaps.make(text.uids(), text.gids()));
    }
    if (!mount.uidMappings().isEmpty() || !mount.gidMappings().isEmpty()) {
      return Optional.of(IdMaps.make(mount.uidMappings(), mount.gidMappings()));
    }
    if (options.idMapping() == MountOptions.IdMapping.NONE) {
      return Optional.empty();
    }
    if (linux.uidMappings().isEmpty()) {
      throw new RuncException(
          "mount at \"" + mount.destination() + "\" is to be idmapped, but there are no mappings");
    }
    return Optional.of(IdMaps.make(linux.uidMappings(), linux.gidMappings()));
  }

  /** The devices of config.json; those that every container has are bound from the host's. */
  private Optional<Fd> devices(NamespacePlan plan) {
    if (linux.devices().isEmpty() || !plan.createsUser()) {
      return Optional.empty();
    }
    try {
      Fd tmpfs = Mounts.newFileSystem("tmpfs", MountAttributes.NO_SUID | MountAttributes.NO_EXEC);
      for (int i = 0; i < linux.devices().size(); i++) {
        Device device = linux.devices().get(i);
        DeviceNodes.make(
            tmpfs,
            Integer.toString(i),
            device,
            hostId(device.uid().orElse(0), linux.uidMappings()),
            hostId(device.gid().orElse(0), linux.gidMappings()));
      }
      return Optional.of(tmpfs);
    } catch (PosixException e) {
      throw new RuncException("error creating the device nodes", e);
    }
  }

  private static long hostId(long id, List<IdMapping> mappings) {
    return IdMapping.hostId(mappings, id)
        .orElseThrow(
            () -> new RuncException("a device's owner " + id + " has no id in the user namespace"));
  }
}
