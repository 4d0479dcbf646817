package dev.stevedore.dockerd.network.dns;

import dev.stevedore.lib.linux.netns.NetworkNamespace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that waits for the questions of all containers, and answers those about containers
 * itself; it never waits for anything else. It is a platform thread, so that it is not held up by
 * virtual threads that are in a system call.
 */
public final class DnsLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DnsLoop.class);

  /** How many questions of all containers may be on their way to other servers at once. */
  private static final int FORWARDED = 4096;

  /** The longest question that is read. */
  private static final int QUESTION = 4096;

  /** What is done when a socket has something. */
  @FunctionalInterface
  interface Ready {
    /**
     * Takes what there is, or some of it, so that others have their turn.
     *
     * @param buffer to read into
     */
    void take(SelectionKey key, ByteBuffer buffer) throws IOException;
  }

  private final Selector selector;
  private final Exchange.Place host;
  private final Semaphore forwarded = new Semaphore(FORWARDED);

  /**
   * Starts the thread.
   *
   * @param host where the host's name servers are asked from
   */
  public DnsLoop(NetworkNamespace host) throws IOException {
    this.selector = Selector.open();
    // Most often it is the daemon's own, where a socket needs no detour.
    this.host = host.isOwn() ? work -> work.call() : host::call;
    Thread.ofPlatform().daemon().name("dns").start(this::run);
  }

  /**
   * Starts to serve a container.
   *
   * @param namespace the container's, whose loopback is up
   */
  public DnsServer serve(NetworkNamespace namespace, Names names) throws IOException {
    return new DnsServer(
        this, DnsSockets.open(namespace), names, new Forwarder(names, host, forwarded));
  }

  /** Watches a socket from now on, until it is closed. */
  void watch(SelectableChannel channel, int operation, Ready ready) throws IOException {
    channel.configureBlocking(false);
    channel.register(selector, operation, ready);
    selector.wakeup();
  }

  /** Lets go of sockets that were closed: until then they hold their ports. */
  void notice() {
    selector.wakeup();
  }

  private void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(QUESTION);
    while (selector.isOpen()) {
      try {
        selector.select(key -> take(key, buffer));
      } catch (ClosedSelectorException e) {
        return;
      } catch (IOException e) {
        LOG.error("questions of containers cannot be waited for: {}", e.getMessage());
        return;
      }
    }
  }

  private static void take(SelectionKey key, ByteBuffer buffer) {
    try {
      if (key.attachment() instanceof Ready ready) {
        ready.take(key, buffer);
      }
    } catch (IOException e) {
      LOG.debug("a question: {}", e.getMessage());
    } catch (RuntimeException e) {
      // A mistake of ours: it must not end the service of all others.
      LOG.error("a question could not be answered", e);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      LOG.debug("close: {}", e.getMessage());
    }
  }
}
