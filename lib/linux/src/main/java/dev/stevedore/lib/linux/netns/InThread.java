package dev.stevedore.lib.linux.netns;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work on a platform thread that exists for it alone: what changes the thread's namespaces, which
 * nobody else shall then run in.
 */
public final class InThread {
  /** What is done; it must not wait for long. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it. */
    T call() throws IOException;
  }

  private record Outcome<T>(@Nullable T value, @Nullable Throwable failure) {}

  private InThread() {}

  /** Does the work, and waits for it even when interrupted, so that nothing is left half done. */
  public static <T> T call(String name, Work<T> work) throws IOException {
    AtomicReference<@Nullable Outcome<T>> outcome = new AtomicReference<>();
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .daemon()
            .start(
                () -> {
                  try {
                    outcome.set(new Outcome<>(work.call(), null));
                  } catch (IOException | RuntimeException | Error e) {
                    outcome.set(new Outcome<>(null, e));
                  }
                });
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    Outcome<T> done = outcome.get();
    if (done == null) {
      throw new InterruptedIOException("the thread " + name + " ended without an outcome");
    }
    switch (done.failure()) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      case Throwable e -> throw new IllegalStateException("in the thread " + name, e);
    }
    T value = done.value();
    if (value == null) {
      throw new IllegalStateException("the work of thread " + name + " gave nothing");
    }
    return value;
  }
}
