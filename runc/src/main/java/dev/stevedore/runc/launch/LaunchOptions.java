package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.RuncException;
import java.util.Optional;

/**
 * What create, run and exec are told besides what to launch.
 *
 * @param pidFile where to write the pid
 * @param consoleSocket where to send the terminal's master
 * @param detach whether not to wait for the process
 * @param preservedFds how many descriptors from 3 on it gets
 * @param noPivot whether pivot_root(2) is out of the question
 * @param keepsKeyring whether it shares the session keyring of this process
 */
public record LaunchOptions(
    Optional<String> pidFile,
    Optional<String> consoleSocket,
    boolean detach,
    int preservedFds,
    boolean noPivot,
    boolean keepsKeyring) {
  /** Checks them against the process. */
  void check(boolean terminal) {
    if (detach && terminal && consoleSocket.isEmpty()) {
      throw new RuncException(
          "cannot allocate tty if runc will detach without setting console socket");
    }
    if ((!detach || !terminal) && consoleSocket.isPresent()) {
      throw new RuncException("cannot use console socket if runc will not detach or allocate tty");
    }
    for (int i = 3; i < 3 + preservedFds; i++) {
      Fd preserved = new Fd(i);
      if (!preserved.isOpen()) {
        throw new RuncException(
            "unable to stat preserved-fd " + (i - 3) + " (of " + preservedFds + "): not open");
      }
    }
  }
}
