package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Fd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is opened outside, before init is born, because init may not open it: in a user namespace it
 * has no rights over the host's mounts, files and devices.
 *
 * @param idMaps user namespaces of idmapped mounts, by the mount's place in the list
 * @param sources detached trees of bind mounts, idmapped if so asked, by the mount's place
 * @param devices a detached tmpfs with the container's devices, named by their place in the list
 */
public record HostMounts(Map<Integer, Fd> idMaps, Map<Integer, Fd> sources, Optional<Fd> devices)
    implements AutoCloseable {
  /** Nothing: init opens all itself. */
  public static final HostMounts NONE = new HostMounts(Map.of(), Map.of(), Optional.empty());

  /** All that is open. */
  public List<Fd> descriptors() {
    List<Fd> all = new ArrayList<>(idMaps.values());
    all.addAll(sources.values());
    devices.ifPresent(all::add);
    return all;
  }

  @Override
  public void close() {
    descriptors().forEach(Fd::close);
  }
}
