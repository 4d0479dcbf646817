package dev.stevedore.lib.linux;

import dev.stevedore.lib.linux.netns.InThread;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Mounts that only a descriptor holds: nobody else sees them, and they are gone when it is closed,
 * also by the end of the process.
 */
public final class MountTree {
  private static final int OPEN_TREE_CLONE = 1;
  private static final int AT_RECURSIVE = 0x8000;

  private MountTree() {}

  /** What is to be mounted. */
  @FunctionalInterface
  public interface Work {
    /** Mounts at and below a directory, as if it were seen by all. */
    void mount() throws IOException;
  }

  /**
   * Mounts in a namespace of its own.
   *
   * @param top the directory that is mounted on
   * @return the root of what is mounted there, with all below
   */
  public static Fd make(Path top, Work work) throws IOException {
    return InThread.call(
        "mounts",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_FS | Namespaces.CLONE_NEWNS);
          // What the host unmounts is unmounted here, too; nothing goes the other way.
          Mounts.mount("none", "/", "none", Mounts.MS_SLAVE | Mounts.MS_REC, "");
          work.mount();
          try (Call call = new Call("open_tree", top)) {
            int flags = OPEN_TREE_CLONE | AT_RECURSIVE | OpenFlags.O_CLOEXEC;
            long fd = call.make(Sys.OPEN_TREE, Fd.CWD.number(), call.string(top.toString()), flags);
            return new Fd((int) fd);
          }
        });
  }
}
