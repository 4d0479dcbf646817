package dev.stevedore.containerd.snapshots;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Works so that no call takes longer for a big snapshot than for a small one. */
final class Background {
  private static final Logger LOG = LoggerFactory.getLogger(Background.class);

  private Background() {}

  /** What is done. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * Begins to work; what goes wrong is logged.
   *
   * @param what is done to snapshots, a verb
   */
  static void run(String what, Work work) {
    Thread.ofVirtual()
        .name("snapshot-" + what)
        .start(
            () -> {
              try {
                work.run();
              } catch (IOException | UncheckedIOException e) {
                LOG.warn("{} of snapshots: {}", what, e.getMessage());
              }
            });
  }
}
