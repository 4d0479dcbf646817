package dev.stevedore.dockerd.image.pull;

import dev.stevedore.lib.oci.image.Digest;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** A lock for each digest that anybody is busy with. */
final class DigestLocks {
  private final Map<Digest, Held> locks = new HashMap<>();

  /** A lock, which its user closes. */
  final class Held implements AutoCloseable {
    private final Digest digest;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;

    private Held(Digest digest) {
      this.digest = digest;
    }

    @Override
    public void close() {
      lock.unlock();
      leave(this);
    }
  }

  /**
   * Waits for the lock of a digest.
   *
   * @param waiting run once if somebody has it
   */
  Held lock(Digest digest, Runnable waiting) throws InterruptedException {
    Held held = enter(digest);
    boolean locked = held.lock.tryLock();
    try {
      if (!locked) {
        waiting.run();
        held.lock.lockInterruptibly();
        locked = true;
      }
      return held;
    } finally {
      if (!locked) {
        leave(held);
      }
    }
  }

  private synchronized Held enter(Digest digest) {
    Held held = locks.computeIfAbsent(digest, Held::new);
    held.users++;
    return held;
  }

  private synchronized void leave(Held held) {
    held.users--;
    if (held.users == 0) {
      locks.remove(held.digest);
    }
  }
}
