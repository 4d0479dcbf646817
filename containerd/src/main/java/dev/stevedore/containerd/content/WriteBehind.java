package dev.stevedore.containerd.content;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the kernel write a file to the disk while more of it is still to come, so that the fsync(2)
 * before its commit finds little left to do.
 */
final class WriteBehind {
  private static final Logger LOG = LoggerFactory.getLogger(WriteBehind.class);

  private static final long STEP = 16L << 20;

  private final FileChannel file;
  private final AtomicBoolean busy = new AtomicBoolean();
  private long begun;

  WriteBehind(FileChannel file) {
    this.file = file;
  }

  /** So much of the file is there. */
  void written(long length) {
    if (length - begun >= STEP && busy.compareAndSet(false, true)) {
      begun = length;
      Thread.ofVirtual().name("write-behind").start(this::write);
    }
  }

  private void write() {
    try {
      file.force(false);
    } catch (IOException e) {
      // What matters is the one before the commit; or the ingest has just been closed.
      LOG.debug("writing behind: {}", e.toString());
    } finally {
      busy.set(false);
    }
  }
}
