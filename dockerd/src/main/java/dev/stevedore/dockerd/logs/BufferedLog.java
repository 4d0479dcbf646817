package dev.stevedore.dockerd.logs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code mode=non-blocking}: what the log cannot take at once waits in memory, and what is more
 * than that is dropped; the container never waits.
 */
public final class BufferedLog implements ContainerLog {
  private static final Logger LOG = LoggerFactory.getLogger(BufferedLog.class);

  private final ContainerLog log;
  private final long room;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final ArrayDeque<LogEntry> waiting = new ArrayDeque<>();
  private long bytes;
  private boolean writing;
  private boolean dropping;

  /**
   * A log before which so much may wait.
   *
   * @param room in bytes
   */
  public BufferedLog(ContainerLog log, long room) {
    this.log = log;
    this.room = room;
  }

  @Override
  public void append(LogEntry entry) {
    lock.lock();
    try {
      if (bytes + entry.line().length > room && !waiting.isEmpty()) {
        if (!dropping) {
          LOG.warn("a log is too slow: output of its container is dropped");
        }
        dropping = true;
        return;
      }
      dropping = false;
      waiting.add(entry);
      bytes += entry.line().length;
      if (!writing) {
        writing = true;
        Thread.ofVirtual().name("log").start(this::write);
      }
    } finally {
      lock.unlock();
    }
  }

  private void write() {
    while (true) {
      LogEntry next;
      lock.lock();
      try {
        next = waiting.poll();
        if (next == null) {
          writing = false;
          changed.signalAll();
          return;
        }
        bytes -= next.line().length;
      } finally {
        lock.unlock();
      }
      log.append(next);
    }
  }

  @Override
  public void opened() {
    log.opened();
  }

  @Override
  public void closed() {
    lock.lock();
    try {
      while (writing) {
        changed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
    log.closed();
  }

  @Override
  public void read(LogQuery query, Sink sink) throws IOException {
    log.read(query, sink);
  }
}
