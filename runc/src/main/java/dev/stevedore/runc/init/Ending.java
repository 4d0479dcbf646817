package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;

/** How init ends if it does not become the user's program. */
final class Ending {
  private static final int FAILED = 255;

  private Ending() {}

  /**
   * Does the work, which never comes back if all goes well; says why it did otherwise, to the
   * parent or, when that is gone, on stderr, which is the container's by then.
   */
  @SuppressWarnings("CatchingUnchecked") // the last place that can tell anybody
  static RuntimeException of(Parent parent, Runnable work) {
    try {
      work.run();
    } catch (SyncChannel.ClosedException e) {
      // Nobody waits any more for what becomes of this process.
      return Processes.exit(FAILED);
    } catch (RuntimeException e) {
      tell(parent, e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (StackOverflowError | OutOfMemoryError e) {
      tell(parent, e.toString());
    }
    return Processes.exit(FAILED);
  }

  private static void tell(Parent parent, String why) {
    if (parent.isListening()) {
      try {
        parent.fail(why);
        return;
      } catch (PosixException e) {
        // It has just gone.
      }
    }
    Fd.STDERR.writeAll(why + "\n");
  }
}
