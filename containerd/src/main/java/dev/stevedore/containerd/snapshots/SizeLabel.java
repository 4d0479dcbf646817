package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.lib.linux.Directory;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.ProjectQuotas;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The label of a snapshot that may only take so much of the disk: bytes, as a decimal number. The
 * snapshot's directories then are a project of the file system's quotas.
 */
final class SizeLabel {
  /** Labels that begin so are the ones that a containerd passes on to its snapshotters. */
  static final String NAME = "containerd.io/snapshot/stevedore.size";

  /** What a snapshotter that honours the label says of itself to clients. */
  static final String CAPABILITY = "stevedore.size";

  private SizeLabel() {}

  /**
   * Reads a snapshot's labels.
   *
   * @throws Failure with INVALID_ARGUMENT if it is there and no size
   */
  static OptionalLong of(Map<String, String> labels) {
    String text = labels.getOrDefault(NAME, "");
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long bytes = Long.parseLong(text);
      if (bytes > 0) {
        return OptionalLong.of(bytes);
      }
    } catch (NumberFormatException e) {
      throw Failure.invalidArgument("label " + NAME + ": \"" + text + "\"");
    }
    throw Failure.invalidArgument("label " + NAME + ": \"" + text + "\"");
  }

  /**
   * Whether directories can be held to a size.
   *
   * @param root where the snapshots are
   */
  static boolean isHonoured(Path root) throws LinuxException {
    try (Fd directory = Directory.open(root.toString())) {
      return ProjectQuotas.areEnforced(directory);
    }
  }

  /**
   * Holds a snapshot's directories, which are empty, to a size. overlayfs moves files from one into
   * the other.
   */
  static void apply(long bytes, Path files, Path work) throws LinuxException {
    try (Fd first = Directory.open(files.toString());
        Fd second = Directory.open(work.toString())) {
      if (!ProjectQuotas.areEnforced(first)) {
        throw Failure.failedPrecondition(
            "label " + NAME + ": " + files + " is on a file system without project quotas");
      }
      ProjectQuotas.limit(bytes, first, second);
    }
  }

  /** Lifts the limit of a snapshot that is about to be deleted. */
  static void lift(Path files) throws LinuxException {
    try (Fd directory = Directory.open(files.toString())) {
      ProjectQuotas.lift(directory);
    }
  }
}
