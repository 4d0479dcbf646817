package dev.stevedore.containerd.diff;

import dev.stevedore.lib.linux.FileNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The directories that a layer implies by what it has in them, and does not describe: they look
 * like those below. A layer that is unpacked before it is known what is below leaves a list of them
 * beside its directory, each name ended by a zero.
 */
public final class ImpliedDirectories {
  private final Path directory;
  private final Path list;

  private ImpliedDirectories(Path directory) {
    this.directory = directory;
    this.list = directory.resolveSibling(directory.getFileName() + ".implied");
  }

  /** Those of the layer in a directory. */
  public static ImpliedDirectories of(Path directory) {
    return new ImpliedDirectories(directory);
  }

  void note(List<String> paths) throws IOException {
    if (!paths.isEmpty()) {
      Files.write(list, FileNames.encode(String.join("\0", paths) + "\0"));
    }
  }

  /**
   * Makes them look like those below, now that these are known.
   *
   * @param lower the directories below, the nearest first
   */
  public void adopt(List<Path> lower) throws IOException {
    if (Files.exists(list)) {
      try (LayerDirectories directories = new LayerDirectories(directory, lower)) {
        for (String path : FileNames.decode(Files.readAllBytes(list)).split("\0")) {
          directories.adoptLooks(path);
        }
      }
      Files.delete(list);
    }
  }
}
