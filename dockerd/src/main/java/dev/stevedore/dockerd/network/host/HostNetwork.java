package dev.stevedore.dockerd.network.host;

import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netns.InThread;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The network namespace that containers are connected to: the daemon's own, or a test's. */
public final class HostNetwork implements AutoCloseable {
  private static final Path OWN = Path.of("/proc/thread-self/ns/net");
  private static final Path SYSCTL = Path.of("/proc/sys/net");

  private final NetworkNamespace namespace;
  private final NetlinkSocket route;
  private final NetlinkSocket filter;

  /** Takes over the namespace. */
  public HostNetwork(NetworkNamespace namespace) throws IOException {
    this.namespace = namespace;
    this.route = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE));
    this.filter = namespace.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_NETFILTER));
  }

  /** The namespace. */
  public NetworkNamespace namespace() {
    return namespace;
  }

  /** For links, addresses and routes of the host. */
  public NetlinkSocket route() {
    return route;
  }

  /** For the host's firewall. */
  public NetlinkSocket filter() {
    return filter;
  }

  /** Does something in the namespace, such as making a socket. */
  public <T> T call(InThread.Work<T> work) throws IOException {
    return namespace.call(work);
  }

  /**
   * Sets a kernel parameter, if it is not set so.
   *
   * @param name its path below /proc/sys/net
   * @return whether it had another value
   */
  public boolean set(String name, String value) throws IOException {
    return namespace.call(
        () -> {
          Path file = SYSCTL.resolve(name);
          if (Files.readString(file).strip().equals(value)) {
            return false;
          }
          Files.writeString(file, value);
          return true;
        });
  }

  /** Whether a process is in this namespace; also no if it has just ended. */
  public boolean isOf(int pid) throws IOException {
    Path theirs = Path.of("/proc", String.valueOf(pid), "ns", "net");
    try {
      Object inode = Files.getAttribute(theirs, "unix:ino");
      return inode.equals(namespace.call(() -> Files.getAttribute(OWN, "unix:ino")));
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  /** Whether the kernel has parameters of this name, a directory or a file. */
  public boolean has(String name) throws IOException {
    return namespace.call(() -> Files.exists(SYSCTL.resolve(name)));
  }

  /** A kernel parameter's value; empty if there is none of this name. */
  public Optional<String> get(String name) throws IOException {
    return namespace.call(
        () -> {
          Path file = SYSCTL.resolve(name);
          return Files.exists(file)
              ? Optional.of(Files.readString(file).strip())
              : Optional.empty();
        });
  }

  @Override
  public void close() {
    route.close();
    filter.close();
    namespace.close();
  }
}
