package dev.stevedore.dockerd.network.port;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.network.address.Addresses;
import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.host.SocketAddresses;
import dev.stevedore.dockerd.network.model.PortRequest;
import dev.stevedore.dockerd.network.model.Protocol;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.LinuxException;
import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netns.InThread;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The ports of the host that are published. Each is also bound by a socket, so that programs of the
 * host cannot take it; that socket sees no packet, since packets go to the container, but for what
 * comes by IPv6 and is relayed.
 */
public final class HostPorts implements AutoCloseable {
  /** Where ports come from that nobody chose: the kernel's range for such. */
  private static final int FIRST_ANY = 32768;

  private static final int LAST_ANY = 60999;
  private static final int IPPROTO_SCTP = 132;
  private static final int IPPROTO_IPV6 = 41;
  private static final int IPV6_V6ONLY = 26;

  /** A port of one address; the unspecified address means all. */
  public record Key(Protocol protocol, InetAddress address, int port) {
    @Override
    public String toString() {
      String text = Addresses.text(address);
      return (text.indexOf(':') < 0 ? text : "[" + text + "]") + ":" + port;
    }

    String full() {
      return this + "/" + protocol.text();
    }
  }

  private final HostNetwork host;
  private final Predicate<Boolean> relayed;
  private final Map<Key, Fd> held = new HashMap<>();
  private int next = FIRST_ANY;

  /**
   * Holds nothing yet.
   *
   * @param relayed whether connections are accepted on the sockets of version 6, of version 4
   */
  public HostPorts(HostNetwork host, Predicate<Boolean> relayed) {
    this.relayed = relayed;
    this.host = host;
  }

  /** Does something while nobody else takes ports or gives them back. */
  synchronized <T> T exclusively(InThread.Work<T> work) throws IOException {
    return work.call();
  }

  /**
   * Takes one of the ports that will do, the same one of all these addresses.
   *
   * @param addresses which of the host's addresses; the unspecified ones mean all
   * @throws ApiException.Internal if none is free, with Docker's texts
   */
  synchronized int take(PortRequest request, List<InetAddress> addresses) throws IOException {
    Protocol protocol = request.container().protocol();
    if (request.isAny()) {
      for (int i = FIRST_ANY; i <= LAST_ANY; i++) {
        int port = next;
        next = next == LAST_ANY ? FIRST_ANY : next + 1;
        if (takeAll(protocol, addresses, port).isEmpty()) {
          return port;
        }
      }
      throw new ApiException.Internal("all ports are allocated");
    }
    Optional<String> failure = Optional.empty();
    for (int port = request.from(); port <= request.to(); port++) {
      failure = takeAll(protocol, addresses, port);
      if (failure.isEmpty()) {
        return port;
      }
    }
    throw new ApiException.Internal(failure.orElse("no port"));
  }

  /** Takes a port of all addresses, or of none: why not. */
  private Optional<String> takeAll(Protocol protocol, List<InetAddress> addresses, int port)
      throws IOException {
    List<Key> taken = new ArrayList<>();
    for (InetAddress address : addresses) {
      Key key = new Key(protocol, address, port);
      Optional<String> failure =
          isHeld(key)
              ? Optional.of("Bind for " + key + " failed: port is already allocated")
              : bind(key).map(why -> "failed to bind host port for " + key.full() + ": " + why);
      if (failure.isPresent()) {
        taken.forEach(this::giveBack);
        return failure;
      }
      taken.add(key);
    }
    return Optional.empty();
  }

  /** Takes a port again that a running container has had before the daemon was restarted. */
  public synchronized Optional<String> retake(Key key) throws IOException {
    return isHeld(key) ? Optional.of("port is already allocated") : bind(key);
  }

  /** The socket that holds a port. */
  Optional<Fd> socket(Key key) {
    return Optional.ofNullable(held.get(key));
  }

  /** Gives a port back. */
  public synchronized void giveBack(Key key) {
    Fd fd = held.remove(key);
    if (fd != null) {
      fd.close();
    }
  }

  private boolean isHeld(Key wanted) {
    return held.keySet().stream()
        .anyMatch(
            k ->
                k.port == wanted.port
                    && k.protocol == wanted.protocol
                    && isV6(k.address) == isV6(wanted.address)
                    && (k.address.equals(wanted.address)
                        || k.address.isAnyLocalAddress()
                        || wanted.address.isAnyLocalAddress()));
  }

  /** Binds a socket; why not, if that is because somebody else has the port or the address. */
  private Optional<String> bind(Key key) throws IOException {
    Fd fd;
    try {
      fd = host.call(() -> open(key));
    } catch (LinuxException e) {
      if (key.protocol == Protocol.SCTP) {
        // A kernel without SCTP sockets still forwards SCTP packets.
        fd = new Fd(-1);
      } else {
        throw e;
      }
    }
    try {
      if (fd.number() >= 0) {
        Sockets.bind(fd, SocketAddresses.of(key.address, key.port), key.toString());
      }
      held.put(key, fd);
      return Optional.empty();
    } catch (LinuxException e) {
      fd.close();
      if (e.errno() == Errno.EADDRINUSE || e.errno() == Errno.EADDRNOTAVAIL) {
        return Optional.of(e.errno().text());
      }
      throw e;
    }
  }

  private Fd open(Key key) throws LinuxException {
    int family = SocketAddresses.family(key.address);
    Fd fd =
        switch (key.protocol) {
          case TCP -> Sockets.open(family, Sockets.SOCK_STREAM, 0);
          case UDP -> Sockets.open(family, Sockets.SOCK_DGRAM, 0);
          case SCTP -> Sockets.open(family, Sockets.SOCK_STREAM, IPPROTO_SCTP);
        };
    if (isV6(key.address)) {
      Sockets.setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
    }
    if (key.protocol == Protocol.TCP && relayed.test(isV6(key.address))) {
      // It listens at once, which keeps others away; connections that it has had do not.
      Sockets.setOption(fd, Sockets.SOL_SOCKET, Sockets.SO_REUSEADDR, 1);
    }
    return fd;
  }

  private static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  @Override
  public synchronized void close() {
    held.values().forEach(Fd::close);
    held.clear();
  }
}
