package dev.stevedore.containerd.transfer;

import dev.stevedore.lib.daemon.Parallel;
import io.grpc.Context;
import java.io.IOException;
import java.util.List;

/** Work with many things on several threads, all of it for the call that is served. */
final class Together {
  /** As Docker and containerd have it for downloads. */
  static final int DOWNLOADS = 3;

  private Together() {}

  /** Something that is done with a thing. */
  @FunctionalInterface
  interface Deed<T> {
    void run(T thing) throws IOException, InterruptedException;
  }

  /** Begins with all, in their order; see {@link Parallel}. */
  static <T, R> Parallel<T, R> start(List<T> things, int atOnce, Parallel.Work<T, R> work) {
    Context context = Context.current();
    return Parallel.start(
        things,
        atOnce,
        thing -> {
          Context before = context.attach();
          try {
            return work.run(thing);
          } finally {
            context.detach(before);
          }
        });
  }

  /** Does it with all, as many at a time as are downloaded. */
  static <T> void each(List<T> things, Deed<T> deed) throws IOException, InterruptedException {
    try (Parallel<T, Boolean> all =
        start(
            things,
            DOWNLOADS,
            thing -> {
              deed.run(thing);
              return true;
            })) {
      all.await();
    }
  }
}
