package dev.stevedore.dockerd.container;

import dev.stevedore.lib.containerdapi.types.Mount;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.MountOptions;
import dev.stevedore.lib.linux.MountTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The file system of a container that does not run, mounted for one descriptor only. */
final class RootfsView {
  private RootfsView() {}

  /**
   * Opens it; what is mounted goes when the descriptor is closed.
   *
   * @param top any directory; what is in it is hidden from this view only
   * @param rootfs how the file system is mounted
   */
  static Fd open(Path top, List<Mount> rootfs) throws IOException {
    Files.createDirectories(top);
    return MountTree.make(
        top,
        () -> {
          for (Mount mount : rootfs) {
            MountOptions.parse(mount.getOptionsList())
                .mount(mount.getSource(), top.toString(), mount.getType());
          }
        });
  }
}
