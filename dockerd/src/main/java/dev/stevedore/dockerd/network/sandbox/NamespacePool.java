package dev.stevedore.dockerd.network.sandbox;

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
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Network namespaces, mounted on files of one directory. A few are made ahead, with their loopback
 * up and a netlink socket inside, since the kernel takes its time over a new one.
 */
public final class NamespacePool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NamespacePool.class);
  private static final int READY = 2;
  private static final int LOOPBACK = 1;

  private final Path directory;
  private final Set<Path> left = new HashSet<>();
  private final BlockingQueue<Sandbox> ready = new ArrayBlockingQueue<>(READY);
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
        Sandbox sandbox = create();
        try {
          ready.put(sandbox);
        } catch (InterruptedException e) {
          discard(sandbox);
          return;
        }
      } catch (IOException e) {
        LOG.error("cannot make a network namespace ahead: {}", e.getMessage());
        return;
      }
    }
  }

  /** Takes a namespace that is ready, or makes one. */
  public Sandbox take() throws IOException {
    @Nullable Sandbox sandbox = ready.poll();
    return sandbox != null ? sandbox : create();
  }

  private Sandbox create() throws IOException {
    byte[] name = new byte[6];
    random.nextBytes(name);
    Path file = directory.resolve(HexFormat.of().formatHex(name));
    NetworkNamespace namespace = NetworkNamespace.create(file);
    try {
      NetlinkSocket route =
          namespace.call(
              () -> {
                // Links get IPv6 when their network has it; the loopback is there and keeps it.
                Path v6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");
                if (Files.exists(v6)) {
                  Files.writeString(v6, "1");
                }
                return NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE);
              });
      route.execute(Links.change(LOOPBACK, new LinkSettings().up(true)));
      return new Sandbox(file, namespace, route);
    } catch (IOException | RuntimeException e) {
      namespace.close();
      NetworkNamespace.delete(file);
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

  @Override
  public void close() {
    closed = true;
    maker.interrupt();
    try {
      maker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    for (@Nullable Sandbox s = ready.poll(); s != null; s = ready.poll()) {
      discard(s);
    }
  }

  private static void discard(Sandbox sandbox) {
    sandbox.close();
    try {
      NetworkNamespace.delete(sandbox.file());
    } catch (IOException e) {
      LOG.warn("cannot remove {}: {}", sandbox.file(), e.getMessage());
    }
  }
}
