package dev.stevedore.containerd.tasks;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Inodes;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.MountInfo;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.Trees;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The directory of a task, where its shim runs.
 *
 * <pre>
 *   STATE/NAMESPACE/ID/           this
 *     config.json                 what to run
 *     rootfs/                     where the shim mounts the container's root
 *     log                         FIFO: what the shim has to say
 *     bootstrap.json, address     where the shim listens
 *     shim-binary-path            which program the shim is
 *     sandbox                     the sandbox it is in, or that it is
 *     work -&gt; ROOT/NAMESPACE/ID/  what must survive a reboot, and what is large
 *              restored/          the checkpoint that the task is made of
 *              checkpoint-*       one that is being written
 * </pre>
 *
 * @param id whose it is
 * @param path the directory
 * @param work the other directory
 */
record Bundle(TaskId id, Path path, Path work) {
  static final String CONFIG = "config.json";
  static final String ROOTFS = "rootfs";
  static final String SANDBOX = "sandbox";
  static final String RESTORED = "restored";
  static final String CHECKPOINT_PREFIX = "checkpoint-";

  /** Where bundles are: below the state and the root directory. */
  record Place(Path state, Path root) {
    Bundle bundle(TaskId id) {
      return new Bundle(
          id,
          state.resolve(id.namespace()).resolve(id.container()),
          root.resolve(id.namespace()).resolve(id.container()));
    }
  }

  /** Makes the directories; nothing of them is left if that fails. */
  void create(byte[] config) throws IOException {
    makeParent(path);
    try {
      Files.createDirectory(path);
    } catch (FileAlreadyExistsException e) {
      // Of a task that was being made or deleted when the daemon was killed.
      delete();
      Files.createDirectory(path);
    }
    boolean done = false;
    try {
      restrict(RemappedGroup.of(config));
      Path rootfs = Files.createDirectory(path.resolve(ROOTFS));
      Inodes.chmod(Fd.CWD, rootfs.toString(), 0711);
      makeParent(work);
      Trees.delete(work);
      Files.createDirectory(work);
      Inodes.chmod(Fd.CWD, work.toString(), 0711);
      Files.createSymbolicLink(path.resolve("work"), work);
      Files.write(path.resolve(CONFIG), config);
      done = true;
    } finally {
      if (!done) {
        delete();
      }
    }
  }

  /** Root only; of a container in a user namespace, the root in there may pass too. */
  private void restrict(OptionalInt group) throws IOException {
    if (group.isPresent()) {
      Inodes.chown(Fd.CWD, path.toString(), 0, group.getAsInt());
      Inodes.chmod(Fd.CWD, path.toString(), 0710);
    } else {
      Inodes.chmod(Fd.CWD, path.toString(), 0700);
    }
  }

  private static void makeParent(Path directory) throws IOException {
    Path parent = directory.getParent();
    if (parent != null) {
      Files.createDirectories(parent);
      Inodes.chmod(Fd.CWD, parent.toString(), 0711);
    }
  }

  /**
   * Notes that it is of a task in a sandbox, whose shim is the task's, or of the sandbox itself.
   */
  void joinSandbox(String sandbox) throws IOException {
    Files.writeString(path.resolve(SANDBOX), sandbox);
  }

  /** Whether its shim was started for a sandbox, and has no task of this name. */
  boolean isSandbox() throws IOException {
    return sandbox().filter(id.container()::equals).isPresent();
  }

  /** Whether its task is in a sandbox, whose shim is not its own. */
  boolean isInSandbox() throws IOException {
    return sandbox().filter(it -> !it.equals(id.container())).isPresent();
  }

  private Optional<String> sandbox() throws IOException {
    Path file = path.resolve(SANDBOX);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** Whether its task is made of a checkpoint that was in the content store. */
  boolean isRestored() {
    return Files.exists(work.resolve(RESTORED));
  }

  /** Unmounts what is left mounted, and deletes the directories. */
  void delete() throws IOException {
    if (Files.exists(path)) {
      // Hidden names are no bundles, so a half-deleted one is not taken for one.
      Path hidden = path.resolveSibling("." + path.getFileName());
      deleteTree(hidden);
      Files.move(path, hidden);
      deleteTree(hidden);
    }
    Trees.delete(work);
  }

  /** Its shim has unmounted what it mounted; only if not, it is worth reading all mounts. */
  private static void deleteTree(Path directory) throws IOException {
    try {
      Trees.delete(directory);
    } catch (LinuxException e) {
      if (e.errno() != Errno.EXDEV && e.errno() != Errno.EBUSY) {
        throw e;
      }
      for (MountInfo mount : MountInfo.below(directory)) {
        Mounts.detach(mount.target());
      }
      Trees.delete(directory);
    }
  }
}
