package dev.stevedore.dockerd.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the files of containers are.
 *
 * <pre>
 * DATA-ROOT/stevedore.db
 * DATA-ROOT/containers/ID/hosts hostname resolv.conf ID-json.log
 * DATA-ROOT/containers/ID/local-logs/container.log
 * DATA-ROOT/volumes/NAME/_data
 * EXEC-ROOT/fifo/ID/init-stdout …
 * EXEC-ROOT/mounts/ID/N              parts of volumes, while ID starts
 * EXEC-ROOT/shm/ID                   /dev/shm of a container that shares it
 * EXEC-ROOT/view                     on which file systems are mounted, unseen
 * EXEC-ROOT/runtime-NAME/…            runc's --root
 * </pre>
 */
public record Places(Path dataRoot, Path execRoot) {
  Path database() {
    return dataRoot.resolve("stevedore.db");
  }

  /** A container's own directory. */
  public Path container(String id) {
    return dataRoot.resolve("containers").resolve(id);
  }

  Path containers() {
    return dataRoot.resolve("containers");
  }

  /** A container's log file. */
  public Path log(String id) {
    return container(id).resolve(id + "-json.log");
  }

  /** The file of the log driver {@code local}. */
  Path localLog(String id) {
    return container(id).resolve("local-logs").resolve("container.log");
  }

  /** A directory on which the file systems of containers are mounted for a moment, unseen. */
  Path view() {
    return execRoot.resolve("view");
  }

  /** Where parts of volumes are mounted while a container starts. */
  Path pins() {
    return execRoot.resolve("mounts");
  }

  /** Where the memory of containers that share theirs is mounted. */
  Path sharedMemory() {
    return execRoot.resolve("shm");
  }

  /** Where the FIFOs of a container's processes are. */
  public Path fifos(String id) {
    return execRoot.resolve("fifo").resolve(id);
  }

  Path fifos() {
    return execRoot.resolve("fifo");
  }

  /** Makes a directory that only root can look into. */
  static void makePrivate(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x---")));
  }
}
