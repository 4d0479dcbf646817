package dev.stevedore.containerd.transfer;

import io.grpc.Context;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does the same with many things, a few at a time, within the same call. */
final class Parallel {
  /** As Docker and containerd have it for downloads. */
  private static final int AT_ONCE = 3;

  private Parallel() {}

  /** Something that is done with a thing. */
  @FunctionalInterface
  interface Work<T> {
    void run(T thing) throws IOException, InterruptedException;
  }

  /** Does it with all; the first failure ends it, and what goes on is interrupted. */
  static <T> void each(List<T> things, Work<T> work) throws IOException, InterruptedException {
    Context context = Context.current();
    ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("transfer").factory());
    try {
      List<Future<Boolean>> all =
          things.stream()
              .map(
                  thing ->
                      threads.submit(
                          context.wrap(
                              () -> {
                                work.run(thing);
                                return true;
                              })))
              .toList();
      for (Future<Boolean> one : all) {
        boolean _ = one.get();
      }
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IOException(e);
      }
    } finally {
      threads.shutdownNow();
      threads.close();
    }
  }
}
