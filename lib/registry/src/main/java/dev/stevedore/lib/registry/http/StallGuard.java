package dev.stevedore.lib.registry.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/**
 * A body that is given up when nothing has come for a while: a connection whose other end is gone
 * without a word would keep its reader for ever.
 */
public final class StallGuard extends FilterInputStream {
  private final Duration limit;
  private final Thread watch;
  private volatile long last = System.nanoTime();
  private volatile boolean stalled;

  /** Watches a stream until it is closed. */
  public StallGuard(InputStream in, Duration limit) {
    super(in);
    this.limit = limit;
    this.watch = Thread.ofVirtual().name("stall guard").start(this::watch);
  }

  private void watch() {
    try {
      while (true) {
        long left = limit.toNanos() - (System.nanoTime() - last);
        if (left <= 0) {
          stalled = true;
          in.close();
          return;
        }
        Thread.sleep(Duration.ofNanos(left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    } catch (IOException e) {
      stalled = true; // the reader sees it
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    // Time that the reader needed itself does not count.
    last = System.nanoTime();
    int got;
    try {
      got = in.read(bytes, from, count);
    } catch (IOException e) {
      if (stalled) {
        throw stall(e);
      }
      throw e;
    }
    if (got < 0 && stalled) {
      throw stall(null);
    }
    return got;
  }

  private IOException stall(@org.jspecify.annotations.Nullable IOException cause) {
    return new IOException("no data came for " + limit.toSeconds() + " seconds", cause);
  }

  @Override
  public void close() throws IOException {
    watch.interrupt();
    super.close();
  }
}
