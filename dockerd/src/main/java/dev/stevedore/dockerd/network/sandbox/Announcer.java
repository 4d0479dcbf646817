package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.dockerd.network.model.Announcing;
import dev.stevedore.lib.linux.Fd;
import dev.stevedore.lib.linux.Sockets;
import dev.stevedore.lib.linux.netlink.route.InterfaceAddress;
import dev.stevedore.lib.linux.netlink.route.Link;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netlink.route.MacAddress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the neighbours of containers that start which Ethernet address their IP addresses have: who
 * had them before had another one, which others may remember. Nobody waits for it: a thread for
 * each link sends as soon as packets go through, and again for a while.
 */
public final class Announcer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(2);

  private final HostNetwork host;
  private final Map<String, Queue<Thread>> threads = new ConcurrentHashMap<>();

  /** Nothing is told yet. */
  public Announcer(HostNetwork host) {
    this.host = host;
  }

  /**
   * Begins to tell of a container.
   *
   * @param namespace the file of its namespace
   * @param cables what it has just got
   */
  public void start(String container, Path namespace, Collection<Wiring.Cable> cables) {
    for (Wiring.Cable cable : cables) {
      Announcing how = cable.network().announcing();
      List<byte[]> frames = frames(cable);
      if (how.messages() > 0 && !frames.isEmpty()) {
        Thread thread =
            Thread.ofVirtual()
                .name("announcer")
                .unstarted(() -> run(namespace, cable, how, frames));
        threads.computeIfAbsent(container, _ -> new ConcurrentLinkedQueue<>()).add(thread);
        thread.start();
      }
    }
  }

  private static List<byte[]> frames(Wiring.Cable cable) {
    Optional<MacAddress> mac = cable.link().mac().map(MacAddress::new);
    return mac.stream()
        .flatMap(
            m ->
                Stream.of(cable.link().v4(), cable.link().v6())
                    .flatMap(Optional::stream)
                    .map(InterfaceAddress::address)
                    .map(address -> Announcement.of(address, m)))
        .toList();
  }

  /** Tells no more of a container, which ends or leaves a network. */
  public void stop(String container) {
    Queue<Thread> all = threads.remove(container);
    if (all != null) {
      all.forEach(Thread::interrupt);
    }
  }

  private void run(Path file, Wiring.Cable cable, Announcing how, List<byte[]> frames) {
    try (NamespacePool.Sandbox inside = NamespacePool.open(file);
        Fd socket =
            inside.namespace().call(() -> Sockets.open(Sockets.AF_PACKET, Sockets.SOCK_RAW, 0))) {
      int left = how.messages();
      for (Optional<Link> link = running(inside, cable);
          link.isPresent();
          link = link(inside, cable).filter(Link::isRunning)) {
        for (byte[] frame : frames) {
          Sockets.sendTo(socket, frame, address(link.get().index()));
        }
        left--;
        if (left == 0) {
          break;
        }
        Thread.sleep(how.interval());
      }
    } catch (InterruptedException e) {
      // The container has ended: nobody needs to know where it was.
    } catch (IOException e) {
      LOG.debug("addresses of container {}: {}", cable.endpoint().container(), e.getMessage());
    }
  }

  /** Waits until packets go through the link, if they ever do. */
  private Optional<Link> running(NamespacePool.Sandbox inside, Wiring.Cable cable)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end) {
      Optional<Link> link = link(inside, cable);
      if (link.isEmpty() || (link.get().isRunning() && isOpen(cable))) {
        return link;
      }
      Thread.sleep(LOOK_AGAIN);
    }
    return Optional.empty();
  }

  /** The link inside, unless somebody has given it another Ethernet address. */
  private static Optional<Link> link(NamespacePool.Sandbox inside, Wiring.Cable cable)
      throws IOException {
    Optional<MacAddress> mac = cable.link().mac().map(MacAddress::new);
    return Links.find(inside.route(), cable.link().name()).filter(l -> l.mac().equals(mac));
  }

  /** Whether the bridge passes on what comes from the link's other end. */
  private boolean isOpen(Wiring.Cable cable) throws IOException {
    Optional<String> port = cable.link().hostName();
    return port.isEmpty()
        || Links.find(host.route(), port.get()).filter(Link::isRunning).isPresent();
  }

  /** A struct sockaddr_ll: frames have their own headers, so only the link counts. */
  private static byte[] address(int link) {
    return ByteBuffer.allocate(20)
        .order(ByteOrder.nativeOrder())
        .putShort((short) Sockets.AF_PACKET)
        .putShort((short) 0)
        .putInt(link)
        .array();
  }

  @Override
  public void close() {
    List.copyOf(threads.keySet()).forEach(this::stop);
  }
}
