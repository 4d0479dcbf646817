package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a container's spec depends on.
 *
 * @param id the container's id
 * @param identity who its process is
 * @param mounts what is mounted beside the default mounts
 * @param files files of the daemon's that are mounted, by path in the container, such as /etc/hosts
 * @param init the program on the host that starts the process
 * @param sharedMemory what is its /dev/shm on the host; empty: its own
 * @param namespaces paths of namespaces of other containers, by the container's option: ipc, pid,
 *     net
 */
public record SpecInput(
    String id,
    ContainerConfig config,
    HostConfig host,
    UserDatabase.Identity identity,
    List<MountPoint> mounts,
    Map<String, String> files,
    Optional<Path> init,
    Optional<Path> sharedMemory,
    Map<String, String> namespaces) {}
