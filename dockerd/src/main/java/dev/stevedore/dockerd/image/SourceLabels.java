package dev.stevedore.dockerd.image;

import dev.stevedore.lib.oci.image.Descriptor;
import dev.stevedore.lib.oci.reference.ImageReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Where blobs came from, in labels that containerd's clients know: {@code
 * containerd.io/distribution.source.REGISTRY = PATH,PATH}. A push has the registry take a layer
 * from there.
 */
public final class SourceLabels {
  private static final String PREFIX = "containerd.io/distribution.source.";

  /** containerd refuses labels that are longer than this, name and value together. */
  private static final int LONGEST = 4096;

  private SourceLabels() {}

  /** Notes that a repository has layers. */
  public static void add(List<Descriptor> layers, ImageReference repository, BlobStore blobs) {
    String label = PREFIX + repository.domain();
    for (Descriptor layer : layers) {
      List<String> paths = new ArrayList<>(of(layer, repository.domain(), blobs));
      if (!paths.contains(repository.path())) {
        paths.add(repository.path());
        String value = String.join(",", paths);
        if (label.length() + value.length() <= LONGEST) {
          blobs.label(layer.digest(), Map.of(label, value));
        }
      }
    }
  }

  /** The repositories of a registry that have a layer, the latest last. */
  public static List<String> of(Descriptor layer, String domain, BlobStore blobs) {
    String value = blobs.labels(layer.digest()).getOrDefault(PREFIX + domain, "");
    return Arrays.stream(value.split(",")).filter(path -> !path.isEmpty()).toList();
  }
}
