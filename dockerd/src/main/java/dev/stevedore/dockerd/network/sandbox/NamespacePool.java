package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.model.Sandbox;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.route.LinkSettings;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network namespaces, mounted on files of one directory. A few are made ahead, with their loopback
 * up and a netlink socket inside, since the kernel takes its time over a new one; those are not
 * mounted yet, and go with the daemon.
 */
public final class NamespacePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NamespacePool.class);
  private static final int READY = 2;
  private static final int LOOPBACK = 1;

  private final Path directory;
  private final Set<Path> left = new HashSet<>();
  private final BlockingQueue<Spare> ready = new ArrayBlockingQueue<>(READY);
  private final SecureRandom random = new SecureRandom();
  private final Thread maker;
  private volatile boolean closed;

  /** A namespace, and a socket inside it for links, addresses and routes. */
  public record Sandbox(Path file, NetworkNamespace namespace, NetlinkSocket route)
      implements AutoCloseable {
    @Override
    public void close() {
      route.close();
      namespace.close();
    }
  }

  private record Spare(NetworkNamespace namespace, NetlinkSocket route) {
    void discard() {
      route.close();
      namespace.close();
    }
  }

  /** Makes namespaces in this directory, which is made too. */
  public NamespacePool(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(left::add);
    }
    this.maker = Thread.ofVirtual().name("namespace-pool").start(this::fill);
  }

  private void fill() {
    while (!closed) {
      try {
        Spare spare = create();
        try {
          ready.put(spare);
        } catch (InterruptedException e) {
          spare.discard();
          return;
        }
      } catch (IOException e) {
        LOG.error("cannot make a network namespace ahead: {}", e.getMessage());
        return;
      }
    }
  }

  /** A file for a namespace, which is not there yet. */
  public Path newFile() {
    byte[] name = new byte[6];
    random.nextBytes(name);
    return directory.resolve(HexFormat.of().formatHex(name));
  }

  /**
   * Mounts a namespace on a file: one that is ready, or a new one.
   *
   * @param file see {@link #newFile}
   */
  public Sandbox take(Path file) throws IOException {
    @Nullable Spare ahead = ready.poll();
    Spare spare = ahead != null ? ahead : create();
    try {
      spare.namespace.mountOn(file);
      return new Sandbox(file, spare.namespace, spare.route);
    } catch (IOException | RuntimeException e) {
      spare.discard();
      throw e;
    }
  }

  private static Spare create() throws IOException {
    NetworkNamespace namespace = NetworkNamespace.create();
    try {
      NetlinkSocket route =
          namespace.call(
              () -> {
                // Links get IPv6 when their network has it; the loopback is there and keeps it.
                // Addresses are given out once: to look for others that have them takes a second.
                Path v6 = Path.of("/proc/sys/net/ipv6/conf/default");
                if (Files.exists(v6)) {
                  Files.writeString(v6.resolve("disable_ipv6"), "1");
                  Files.writeString(v6.resolve("accept_dad"), "0");
                }
                return NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE);
              });
      route.execute(Links.change(LOOPBACK, new LinkSettings().up(true)));
      return new Spare(namespace, route);
    } catch (IOException | RuntimeException e) {
      namespace.close();
      throw e;
    }
  }

  /** Opens one that was taken before. */
  public static Sandbox open(Path file) throws IOException {
    NetworkNamespace namespace = NetworkNamespace.open(file);
    try {
      return new Sandbox(
          file, namespace, namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE)));
    } catch (IOException | RuntimeException e) {
      namespace.close();
      throw e;
    }
  }

  /** Removes the namespaces of an earlier daemon, but those in use. */
  public void sweep(Set<Path> inUse) throws IOException {
    for (Path file : left) {
      if (!inUse.contains(file)) {
        NetworkNamespace.delete(file);
      }
    }
    left.clear();
  }

  /** The files of all namespaces that are there. */
  public List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  @Override
  public void close() {
    closed = true;
    maker.interrupt();
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (@Nullable Spare s = ready.poll(); s != null; s = ready.poll()) {
      s.discard();
    }
  }
}
