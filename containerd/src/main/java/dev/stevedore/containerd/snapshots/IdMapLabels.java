package dev.stevedore.containerd.snapshots;

import dev.stevedore.containerd.errors.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The labels of a snapshot that is for a container in a user namespace: what belongs to whom in
 * there. Each is a list, separated by commas, of {@code CONTAINER:HOST:COUNT}.
 *
 * @param uids empty when there is no such label
 * @param gids the same
 */
record IdMapLabels(String uids, String gids) {
  private static final String UIDS = "containerd.io/snapshot/uidmapping";
  private static final String GIDS = "containerd.io/snapshot/gidmapping";

  /** What a snapshotter says that does what these labels say; containerd's name for it. */
  static final String CAPABILITY = "remap-ids";

  private static final Pattern RELEASE = Pattern.compile("([0-9]+)\\.([0-9]+).*", Pattern.DOTALL);

  /** Whether a kernel can lay mapped layers over each other: Linux 5.19 was the first. */
  static boolean isHonoured(String kernelRelease) {
    Matcher release = RELEASE.matcher(kernelRelease);
    if (!release.matches()) {
      return false;
    }
    int major = Integer.parseInt(release.group(1));
    return major > 5 || (major == 5 && Integer.parseInt(release.group(2)) >= 19);
  }

  /**
   * Reads a snapshot's labels.
   *
   * @throws Failure with INVALID_ARGUMENT if they are not what they should be
   */
  static IdMapLabels of(Map<String, String> labels) {
    IdMapLabels found =
        new IdMapLabels(labels.getOrDefault(UIDS, ""), labels.getOrDefault(GIDS, ""));
    if (!found.isEmpty()) {
      hostRoot(UIDS, found.uids);
      hostRoot(GIDS, found.gids);
    }
    return found;
  }

  boolean isEmpty() {
    return uids.isEmpty() && gids.isEmpty();
  }

  /** The user of the host that the container's root is. */
  int rootUid() {
    return hostRoot(UIDS, uids);
  }

  /** The group of the host that the container's group 0 is. */
  int rootGid() {
    return hostRoot(GIDS, gids);
  }

  /** For the mount: who mounts it shows the layers below by this map. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    if (!isEmpty()) {
      options.add("uidmap=" + uids);
      options.add("gidmap=" + gids);
    }
    return options;
  }

  private static int hostRoot(String label, String mappings) {
    for (String mapping : mappings.split(",")) {
      String[] parts = mapping.split(":");
      try {
        if (parts.length == 3 && number(parts[2]) > 0 && number(parts[0]) == 0) {
          return number(parts[1]);
        }
      } catch (NumberFormatException e) {
        throw Failure.invalidArgument("label " + label + ": \"" + mappings + "\"");
      }
    }
    throw Failure.invalidArgument("label " + label + ": \"" + mappings + "\" maps no root");
  }

  private static int number(String text) {
    int number = Integer.parseInt(text);
    if (number < 0) {
      throw new NumberFormatException(text);
    }
    return number;
  }
}
