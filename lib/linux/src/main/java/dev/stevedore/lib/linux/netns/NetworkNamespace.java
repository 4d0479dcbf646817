package dev.stevedore.lib.linux.netns;

import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Mounts;
import dev.stevedore.lib.linux.Namespaces;
import dev.stevedore.lib.linux.OpenFlags;
import dev.stevedore.lib.linux.Openat2;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A network namespace, held open by a descriptor. Closing it does not end the namespace if a mount,
 * a process or a socket still holds it.
 */
public final class NetworkNamespace implements AutoCloseable {
  private static final String OF_THREAD = "/proc/thread-self/ns/net";

  private final Fd fd;

  private NetworkNamespace(Fd fd) {
    this.fd = fd;
  }

  /** Makes a new namespace, which ends when this is closed unless something else holds it. */
  public static NetworkNamespace create() throws IOException {
    return InThread.call(
        "netns-create",
        () -> {
          Namespaces.unshare(Namespaces.CLONE_NEWNET);
          return open(Path.of(OF_THREAD));
        });
  }

  /**
   * Makes a new namespace, which stays until {@link #delete} because it is mounted on a file.
   *
   * @param file see {@link #mountOn}
   */
  public static NetworkNamespace create(Path file) throws IOException {
    NetworkNamespace namespace = create();
    try {
      namespace.mountOn(file);
      return namespace;
    } catch (IOException | RuntimeException e) {
      namespace.close();
      throw e;
    }
  }

  /**
   * Mounts it on a file, so that it stays until {@link #delete}.
   *
   * @param file an absolute path; made here, must not exist; its directory must
   */
  public void mountOn(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      throw new LinuxException("create network namespace", file.toString(), Errno.EEXIST);
    }
    try {
      Mounts.mount(fd.path().toString(), file.toString(), "none", Mounts.MS_BIND, "");
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Opens one by its file: a mount as {@link #create} makes, or {@code /proc/PID/ns/net}. */
  public static NetworkNamespace open(Path file) throws IOException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_CLOEXEC;
    return new NetworkNamespace(Openat2.open(Fd.CWD, file.toString(), flags, 0, 0));
  }

  /** The one that this process was started in. */
  public static NetworkNamespace host() throws IOException {
    return open(Path.of("/proc/self/ns/net"));
  }

  /** Takes away the mount and the file that {@link #create} made; nothing if they are not there. */
  public static void delete(Path file) throws IOException {
    try {
      Mounts.detach(file.toString());
    } catch (LinuxException e) {
      // EINVAL: the file is there and nothing is mounted on it.
      if (e.errno() != Errno.EINVAL && e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    Files.deleteIfExists(file);
  }

  /** Whether it is the one that this process was started in. */
  public boolean isOwn() throws IOException {
    return Files.readSymbolicLink(fd.path())
        .equals(Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
  }

  /** The descriptor that stands for it. */
  public Fd fd() {
    return fd;
  }

  /**
   * Does something inside, on a thread of its own. Sockets made there stay inside and can be used
   * from any thread; so do files opened below /proc/sys/net.
   */
  public <T> T call(InThread.Work<T> work) throws IOException {
    return InThread.call(
        "netns",
        () -> {
          Namespaces.enter(fd, Namespaces.CLONE_NEWNET);
          return work.call();
        });
  }

  @Override
  public void close() {
    fd.close();
  }
}
