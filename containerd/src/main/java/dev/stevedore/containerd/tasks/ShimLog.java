package dev.stevedore.containerd.tasks;

import dev.stevedore.lib.linux.fifo.Fifo;
import dev.stevedore.lib.linux.fifo.FifoPoller;
import java.io.IOException;
import java.nio.file.Path;

/** What a shim has to say, passed on to this daemon's stderr. */
final class ShimLog implements AutoCloseable {
  private static final int CHUNK = 4096;

  private final Fifo fifo;

  private ShimLog(Fifo fifo) {
    this.fifo = fifo;
  }

  /** Begins to listen; to be called before the shim starts, which waits for a listener. */
  static ShimLog open(Bundle bundle, FifoPoller poller) throws IOException {
    Path path = bundle.path().resolve("log");
    Fifo.make(path, 0700);
    ShimLog log = new ShimLog(Fifo.openReader(path, poller));
    Thread.ofVirtual().name("shim-log").start(log::copy);
    return log;
  }

  private void copy() {
    byte[] chunk = new byte[CHUNK];
    try (fifo) {
      for (int count = fifo.read(chunk); count >= 0; count = fifo.read(chunk)) {
        System.err.write(chunk, 0, count);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The log is lost, the shim is not.
      System.err.println("shim log: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    fifo.close();
  }
}
