package dev.stevedore.containerd.diff;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.types.Mount;
import java.nio.file.Path;
import java.util.List;

/** Where a layer is unpacked to. */
sealed interface LayerTarget {
  /** The directory that is written to. */
  Path directory();

  /**
   * The upper directory of an overlay that need not be mounted: what hides things is written as
   * overlayfs has it.
   *
   * @param lower the directories below, the nearest first
   * @param userXattrs whether overlayfs's attributes are a user's, as in a user namespace
   */
  record Upper(Path directory, List<Path> lower, boolean userXattrs) implements LayerTarget {}

  /** A directory in which all files can be seen: what is hidden is deleted. */
  record Plain(Path directory) implements LayerTarget {}

  /** The target that mounts stand for. */
  static LayerTarget of(List<Mount> mounts) {
    if (mounts.size() == 1) {
      Mount mount = mounts.getFirst();
      if (mount.getType().equals("bind")) {
        if (mount.getOptionsList().contains("ro")) {
          throw Failure.invalidArgument("cannot apply a layer to a read-only mount");
        }
        return new Plain(Path.of(mount.getSource()));
      }
      String upper = option(mount, "upperdir=");
      if (mount.getType().equals("overlay") && !upper.isEmpty()) {
        List<Path> lower =
            java.util.Arrays.stream(option(mount, "lowerdir=").split(":"))
                .filter(it -> !it.isEmpty())
                .map(Path::of)
                .toList();
        return new Upper(Path.of(upper), lower, mount.getOptionsList().contains("userxattr"));
      }
    }
    throw Failure.notImplemented(
        "applying a layer to other than one bind or writable overlay mount");
  }

  private static String option(Mount mount, String prefix) {
    return mount.getOptionsList().stream()
        .filter(it -> it.startsWith(prefix))
        .map(it -> it.substring(prefix.length()))
        .findFirst()
        .orElse("");
  }
}
