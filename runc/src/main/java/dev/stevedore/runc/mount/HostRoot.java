package dev.stevedore.runc.mount;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import dev.stevedore.lib.posix.OpenFlags;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;

/**
 * The root of a container that has no mount namespace of its own: a mount of the root on itself,
 * seen on the host, and below it all that is mounted for the container. It stays when the
 * container's processes have ended, so it is noted down to be taken away with the container.
 */
public final class HostRoot implements AutoCloseable {
  /** The name of the note of it. */
  public static final String NOTE = "root.mount";

  private static final String MOUNT_ID = "mnt_id:";

  private final Fd tree;
  private final Fd directory;

  private HostRoot(Fd tree, Fd directory) {
    this.tree = tree;
    this.directory = directory;
  }

  /** Opens the root at a path, without changing anything yet. */
  public static HostRoot open(String path) {
    Fd directory = openDirectory(path);
    return new HostRoot(Mounts.cloneTree(directory, true), directory);
  }

  /** The number of the mount that {@link #attach} makes, and where: what {@link #clear} takes. */
  public String description() {
    return mountId(tree) + " " + Files.readLink(directory.procPath());
  }

  /** Mounts the root on itself. What is mounted below it later shows in no other namespace. */
  public void attach() {
    Mounts.attach(tree, directory);
    Mounts.setAttributes(tree, new MountAttributes(0, 0, Mounts.PRIVATE, -1), true);
  }

  /** Takes the mount away, and all below it; nothing happens if it is not there any more. */
  public static void clear(String description) {
    int blank = description.indexOf(' ');
    String path = description.substring(blank + 1);
    try (Fd there = openDirectory(path)) {
      if (!mountId(there).equals(description.substring(0, Math.max(blank, 0)))) {
        return;
      }
    } catch (PosixException e) {
      if (e.is(Errno.ENOENT)) {
        return;
      }
      throw e;
    }
    Mounts.detach(path);
  }

  @Override
  public void close() {
    tree.close();
    directory.close();
  }

  private static Fd openDirectory(String path) {
    return Files.open(path, OpenFlags.PATH | OpenFlags.DIRECTORY, 0);
  }

  /** See proc_pid_fdinfo(5). */
  private static String mountId(Fd opened) {
    for (String line : Files.readText("/proc/self/fdinfo/" + opened.number()).split("\n")) {
      if (line.startsWith(MOUNT_ID)) {
        return line.substring(MOUNT_ID.length()).trim();
      }
    }
    throw new RuncException("unable to find out which mount a directory is in");
  }
}
