package dev.stevedore.dockerd.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.dockerd.spec.mounts.MountPoint;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a container is. Its limits and its restart policy can be replaced; the rest stays as it was
 * made.
 *
 * @param id 64 hexadecimal digits
 * @param imageId the image's id, with its algorithm
 * @param imageManifest the descriptor of the image's manifest, as JSON; empty for containers that
 *     were made before it was kept
 * @param imageSnapshot the name of the snapshot its file system starts from
 * @param config completed from the image
 * @param runtime the runtime's name
 * @param mounts what is mounted beside the default mounts
 */
public record Definition(
    String id,
    Instant created,
    String imageId,
    Optional<JsonNode> imageManifest,
    String imageSnapshot,
    ContainerConfig config,
    HostConfig host,
    String runtime,
    List<MountPoint> mounts) {
  /** Keeps a copy. */
  public Definition {
    mounts = List.copyOf(mounts);
  }

  /** The same container, running on its host in another way. */
  Definition with(HostConfig other) {
    return new Definition(
        id, created, imageId, imageManifest, imageSnapshot, config, other, runtime, mounts);
  }

  /** Whether it is made of an image, or has it mounted. */
  public boolean uses(String image) {
    return imageId.equals(image)
        || mounts.stream()
            .anyMatch(m -> m.kind() == MountPoint.Kind.IMAGE && m.source().equals(image));
  }
}
