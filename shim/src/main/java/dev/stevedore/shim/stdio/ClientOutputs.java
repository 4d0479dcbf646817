package dev.stevedore.shim.stdio;

import org.jspecify.annotations.Nullable;

/**
 * The client's ends of stdout and stderr.
 *
 * @param stdout null for none
 * @param stderr null for none
 * @param logger the program behind both, if there is one
 */
record ClientOutputs(
    @Nullable OutputSink stdout, @Nullable OutputSink stderr, @Nullable Logger logger) {
  void whenOpened(Runnable opened) {
    if (logger == null) {
      opened.run();
    } else {
      logger.whenReady(opened);
    }
  }

  void close() {
    if (stdout != null) {
      stdout.close();
    }
    if (stderr != null) {
      stderr.close();
    }
    if (logger != null) {
      logger.forgetReady();
    }
  }
}
