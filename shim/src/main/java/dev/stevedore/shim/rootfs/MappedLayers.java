package dev.stevedore.shim.rootfs;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.shim.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * The lower directories of an overlay, each mounted once more with its owners mapped, for as long
 * as it takes to mount the overlay, which keeps what it needs of them.
 */
final class MappedLayers implements AutoCloseable {
  private static final String LOWER = "lowerdir=";

  private final String directory;
  private final List<String> mounted = new ArrayList<>();

  /**
   * Nothing is mounted.
   *
   * @param directory that is made for the mounts, and goes with them
   */
  MappedLayers(String directory) {
    this.directory = directory;
  }

  /** Mounts what {@code lowerdir=} names; gives the options with the mounts in its place. */
  List<String> mount(List<String> options, Fd namespace) {
    List<String> mapped = new ArrayList<>();
    for (String option : options) {
      mapped.add(option.startsWith(LOWER) ? LOWER + lower(option, namespace) : option);
    }
    return mapped;
  }

  private String lower(String option, Fd namespace) {
    Files.makeDirectories(directory, 0700);
    StringBuilder paths = new StringBuilder();
    for (String layer : Split.by(':', option.substring(LOWER.length()))) {
      String path = directory + "/" + mounted.size();
      Files.makeDirectory(path, 0700);
      mounted.add(path);
      attach(layer, path, namespace);
      paths.append(paths.length() == 0 ? "" : ":").append(path);
    }
    return paths.toString();
  }

  /** Shows what is at a path at another one, with its owners mapped. */
  static void attach(String from, String to, Fd namespace) {
    try (Fd tree = Mounts.cloneTree(from, false);
        Fd target = Files.open(to, OpenFlags.PATH | OpenFlags.DIRECTORY, 0)) {
      Mounts.setAttributes(
          tree, new MountAttributes(0, 0, Mounts.PRIVATE, namespace.number()), false);
      Mounts.attach(tree, target);
    }
  }

  @Override
  public void close() {
    for (String path : mounted) {
      Rootfs.unmountAll(path);
      Files.deleteDirectory(path);
    }
    if (!mounted.isEmpty()) {
      Files.deleteDirectory(directory);
    }
  }
}
