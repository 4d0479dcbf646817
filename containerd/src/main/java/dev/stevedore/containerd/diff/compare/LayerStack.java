package dev.stevedore.containerd.diff.compare;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.containerdapi.types.Mount;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories that mounts show, the nearest first.
 *
 * @param directories at least one, unless the tree is empty
 * @param overlay whether they are overlayfs's, with its whiteouts
 * @param attributes what the names of overlayfs's own attributes begin with
 */
public record LayerStack(List<Path> directories, boolean overlay, String attributes) {
  private static final String TRUSTED = "trusted.overlay.";
  private static final String USER = "user.overlay.";

  /** A directory as it is. */
  public static LayerStack of(Path directory) {
    return new LayerStack(List.of(directory), false, TRUSTED);
  }

  /** What mounts stand for; no mounts are an empty tree. */
  public static LayerStack of(List<Mount> mounts) {
    if (mounts.isEmpty()) {
      return new LayerStack(List.of(), false, TRUSTED);
    }
    if (mounts.size() > 1) {
      throw Failure.notImplemented("comparing what is more than one mount");
    }
    Mount mount = mounts.getFirst();
    return switch (mount.getType()) {
      case "bind", "rbind" -> of(Path.of(mount.getSource()));
      case "overlay" -> overlay(mount);
      default -> throw Failure.notImplemented("comparing a mount of type " + mount.getType());
    };
  }

  private static LayerStack overlay(Mount mount) {
    List<Path> upper = new ArrayList<>();
    List<Path> lower = new ArrayList<>();
    String attributes = TRUSTED;
    for (String option : mount.getOptionsList()) {
      if (option.startsWith("upperdir=")) {
        upper.add(Path.of(option.substring("upperdir=".length())));
      } else if (option.startsWith("lowerdir=")) {
        for (String directory : option.substring("lowerdir=".length()).split(":")) {
          lower.add(Path.of(directory));
        }
      } else if (option.equals("userxattr")) {
        attributes = USER;
      }
    }
    upper.addAll(lower);
    return new LayerStack(List.copyOf(upper), true, attributes);
  }
}
