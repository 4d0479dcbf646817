package dev.stevedore.dockerd.container;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.linux.MountInfo;
import dev.stevedore.lib.linux.Mounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code --ipc shareable} and {@code --ipc container:ID}. An IPC namespace has no /dev/shm of its
 * own: a container that shares gets one that is mounted on {@code EXEC-ROOT/shm/ID}, where others
 * find it; it goes when the container ends.
 */
final class SharedMemory {
  private static final Logger LOG = LoggerFactory.getLogger(SharedMemory.class);
  private static final long FLAGS = Mounts.MS_NOSUID | Mounts.MS_NODEV | Mounts.MS_NOEXEC;

  private final EngineParts engine;

  SharedMemory(EngineParts engine) {
    this.engine = engine;
  }

  /** Where the /dev/shm of a container that starts is on the host; empty if it has its own. */
  Optional<Path> of(Container container) throws IOException {
    String mode = container.definition().host().ipcMode();
    if (mode.equals("shareable")) {
      return Optional.of(make(container));
    }
    return mode.startsWith("container:") ? Optional.of(at(donor(mode).id())) : Optional.empty();
  }

  /**
   * The container whose IPC namespace a mode names.
   *
   * @throws ApiException if there is none, it does not run, or it does not share
   */
  Container donor(String mode) {
    Container donor;
    try {
      donor = engine.registry().find(mode.substring("container:".length()));
    } catch (ApiException.NotFound e) {
      throw new ApiException.BadParameter("failed to join IPC namespace: " + e.getMessage(), e);
    }
    if (!donor.state().isRunning()) {
      throw new ApiException.Conflict(
          "failed to join IPC namespace: container " + donor.id() + " is not running");
    }
    if (!Files.isDirectory(at(donor.id()))) {
      throw new ApiException.BadParameter(
          "failed to join IPC namespace: container "
              + donor.id()
              + ": non-shareable IPC (hint: use IpcMode:shareable for the donor container)");
    }
    return donor;
  }

  private Path make(Container container) throws IOException {
    Path path = at(container.id());
    release(container.id()); // of a start that was cut off
    Files.createDirectories(path);
    String size = Long.toString(container.definition().host().shmSize());
    Mounts.mount("shm", path.toString(), "tmpfs", FLAGS, "mode=1777,size=" + size);
    return path;
  }

  /** A container has ended; those that share its memory keep what they have mounted. */
  void release(String id) {
    Path path = at(id);
    if (!Files.isDirectory(path)) {
      return;
    }
    try {
      for (MountInfo mount : MountInfo.below(path)) {
        Mounts.detach(mount.target());
      }
      Files.delete(path);
    } catch (IOException e) {
      LOG.error("container {}: its shared memory: {}", id, e.getMessage());
    }
  }

  /** Removes what containers left that ended while no daemon was there. */
  void releaseAllBut(Set<String> running) throws IOException {
    Path all = engine.places().sharedMemory();
    if (!Files.isDirectory(all)) {
      return;
    }
    try (var entries = Files.newDirectoryStream(all)) {
      for (Path entry : entries) {
        String id = String.valueOf(entry.getFileName());
        if (!running.contains(id)) {
          release(id);
        }
      }
    }
  }

  private Path at(String id) {
    return engine.places().sharedMemory().resolve(id);
  }
}
