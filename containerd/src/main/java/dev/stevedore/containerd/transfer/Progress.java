package dev.stevedore.containerd.transfer;

import dev.stevedore.containerd.streaming.ClientStream;
import dev.stevedore.lib.oci.image.Descriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a client how far a transfer is: what is done as a whole, and each blob from {@code waiting}
 * over a word for the work to {@code complete}. A client that does not listen any more is no reason
 * to give up.
 */
final class Progress implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
  private static final long INTERVAL_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private final Optional<ClientStream> stream;
  private final Map<String, Long> lastTold = new ConcurrentHashMap<>();
  private volatile boolean gone;

  Progress(Optional<ClientStream> stream) {
    this.stream = stream;
  }

  /** Tells of the transfer. */
  void event(String event) {
    send(message(event, "", List.of(), 0, 0).build());
  }

  /** Tells of the transfer and an image. */
  void event(String event, String name, Descriptor target) {
    send(message(event, name, List.of(), 0, 0).setDesc(Local.message(target)).build());
  }

  /** Tells of a blob. */
  void blob(String event, Descriptor blob, List<String> parents, long done) {
    send(
        message(event, Tree.ref(blob), parents, done, blob.size())
            .setDesc(Local.message(blob))
            .build());
  }

  /** Tells of a blob now and then. */
  void advance(String event, Descriptor blob, List<String> parents, long done) {
    long now = System.nanoTime();
    Long last = lastTold.get(Tree.ref(blob));
    if (last == null || now - last > INTERVAL_NANOS) {
      lastTold.put(Tree.ref(blob), now);
      blob(event, blob, parents, done);
    }
  }

  private static dev.stevedore.lib.containerdapi.transfer.Progress.Builder message(
      String event, String name, List<String> parents, long progress, long total) {
    return dev.stevedore.lib.containerdapi.transfer.Progress.newBuilder()
        .setEvent(event)
        .setName(name)
        .addAllParents(parents)
        .setProgress(progress)
        .setTotal(total);
  }

  private void send(dev.stevedore.lib.containerdapi.transfer.Progress progress) {
    if (stream.isEmpty() || gone) {
      return;
    }
    try {
      stream.get().send(progress);
    } catch (IOException e) {
      LOG.debug("nobody listens to the progress any more: {}", e.getMessage());
      gone = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stream.ifPresent(ClientStream::close);
  }
}
