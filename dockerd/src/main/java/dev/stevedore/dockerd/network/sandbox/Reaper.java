package dev.stevedore.dockerd.network.sandbox;

import dev.stevedore.dockerd.network.host.HostNetwork;
import dev.stevedore.lib.linux.Errno;
import dev.stevedore.lib.linux.netlink.NetlinkException;
import dev.stevedore.lib.linux.netlink.NetlinkSocket;
import dev.stevedore.lib.linux.netlink.route.Links;
import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes away links and namespaces of containers that have ended. The kernel needs some 20 ms for a
 * link, which nobody shall wait for; what is asked for meanwhile is done in one go.
 */
public final class Reaper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  /**
   * What is left of a container.
   *
   * @param links the host's ends of its links
   * @param inside links that are in its namespace alone
   * @param namespace the file of its namespace, which goes too
   * @param gone what is done when it is all gone, such as giving its addresses back
   */
  public record Remains(
      List<String> links, Optional<Inside> inside, Optional<Path> namespace, Runnable gone) {
    /** A link's end on the host. */
    public static Remains link(String name) {
      return new Remains(List.of(name), Optional.empty(), Optional.empty(), () -> {});
    }
  }

  /**
   * Links in a namespace. They would go with it, but when is the kernel's choice, and an Ethernet
   * address or a parent in passthru mode may be wanted again at once.
   */
  public record Inside(Path namespace, List<String> links) {}

  private record Work(Remains remains, CompletableFuture<Void> done) {}

  private final NetlinkSocket route;
  private final LinkedBlockingQueue<Work> queue = new LinkedBlockingQueue<>();
  private final Thread thread;

  /** Starts to wait for work, on a thread of its own. */
  public Reaper(HostNetwork host) throws IOException {
    this.route = host.call(() -> NetlinkSocket.open(NetlinkSocket.NETLINK_ROUTE));
    this.thread = Thread.ofPlatform().name("network-reaper").daemon().start(this::run);
  }

  /** Has something taken away soon. */
  public void take(Remains remains) {
    queue.add(new Work(remains, new CompletableFuture<>()));
  }

  /** Waits until all that was given so far is gone. */
  public void await() {
    Work mark =
        new Work(
            new Remains(List.of(), Optional.empty(), Optional.empty(), () -> {}),
            new CompletableFuture<>());
    queue.add(mark);
    mark.done.join();
  }

  private void run() {
    List<Work> works = new ArrayList<>();
    while (true) {
      works.clear();
      try {
        works.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(works);
      links(works);
      for (Work work : works) {
        work.remains.inside.ifPresent(Reaper::inside);
        work.remains.namespace.ifPresent(Reaper::delete);
        work.remains.gone.run();
        work.done.complete(null);
      }
    }
  }

  private void links(List<Work> works) {
    delete(route, works.stream().flatMap(w -> w.remains.links.stream()).toList());
  }

  private static void inside(Inside inside) {
    try (NamespacePool.Sandbox sandbox = NamespacePool.open(inside.namespace)) {
      delete(sandbox.route(), inside.links);
    } catch (IOException e) {
      LOG.warn("links {} in {} are not gone: {}", inside.links, inside.namespace, e.getMessage());
    }
  }

  private static void delete(NetlinkSocket socket, List<String> names) {
    try {
      for (Optional<NetlinkException> failure :
          socket.attempt(names.stream().map(Links::delete).toList())) {
        failure
            .filter(f -> f.errno() != Errno.ENODEV)
            .ifPresent(f -> LOG.warn("{}", f.getMessage()));
      }
    } catch (IOException e) {
      LOG.warn("links {} are not gone: {}", names, e.getMessage());
    }
  }

  private static void delete(Path namespace) {
    try {
      NetworkNamespace.delete(namespace);
    } catch (IOException e) {
      LOG.warn("network namespace {} is not gone: {}", namespace, e.getMessage());
    }
  }

  @Override
  public void close() {
    await();
    thread.interrupt();
    route.close();
  }
}
