package dev.stevedore.lib.daemon;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives memory back to the system when a daemon has nothing to do after it had much to do: the
 * collector alone gives nothing back while nothing is allocated, nor does malloc(3).
 */
public final class IdleMemory {
  private static final Logger LOG = LoggerFactory.getLogger(IdleMemory.class);

  private static final long REST_NANOS = Duration.ofSeconds(3).toNanos();

  /** So much more memory is worth a collection, ... */
  private static final long WORTH_BYTES = 12L << 20;

  /** ... or so much work: what it left may lie among what is older. */
  private static final int WORTH_WORK = 300;

  private static final int PAGE = 4096;

  private final AtomicBoolean waiting = new AtomicBoolean();
  private final AtomicInteger work = new AtomicInteger();
  private volatile long lastWork;
  private volatile long kept;

  /** The memory the daemon has now is what it needs. */
  public IdleMemory() {
    this.kept = residentBytes();
  }

  /** Something was done just now. */
  public void worked() {
    lastWork = System.nanoTime();
    work.incrementAndGet();
    if (waiting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("idle-memory").start(this::collectAtRest);
    }
  }

  private void collectAtRest() {
    try {
      for (long left = REST_NANOS; left > 0; left = lastWork + REST_NANOS - System.nanoTime()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      long before = residentBytes();
      if (before - kept > WORTH_BYTES || work.get() > WORTH_WORK) {
        work.set(0);
        collect();
        kept = residentBytes();
        LOG.debug("memory given back: {} of {} MB", (before - kept) >> 20, before >> 20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      waiting.set(false);
    }
  }

  // The collector would find nothing to do otherwise: nothing is allocated.
  @SuppressWarnings("SystemGc")
  private static void collect() {
    System.gc();
    Linker linker = Linker.nativeLinker();
    Optional<MethodHandle> trim =
        linker
            .defaultLookup()
            .find("malloc_trim")
            .map(
                it ->
                    linker.downcallHandle(
                        it, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG)));
    if (trim.isPresent()) {
      try {
        int _ = (int) trim.get().invokeExact(0L);
      } catch (Throwable e) {
        throw new IllegalStateException("malloc_trim does not fail", e);
      }
    }
  }

  private static long residentBytes() {
    try {
      String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ");
      return Long.parseLong(pages[1]) * PAGE;
    } catch (IOException e) {
      return 0;
    }
  }
}
