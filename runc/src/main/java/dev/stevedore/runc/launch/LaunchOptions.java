package dev.stevedore.runc.launch;

import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.CgroupDriver;
import java.util.Optional;

/**
 * What create, run and exec are told besides what to launch.
 *
 * @param pidFile where to write the pid
 * @param consoleSocket where to send the terminal's master
 * @param pidfdSocket where to send a pidfd
 * @param detach whether not to wait for the process
 * @param preservedFds how many descriptors from 3 on it gets
 * @param cgroups who makes the cgroups
 * @param rootless whether cgroups that may not be made are done without
 * @param noPivot whether pivot_root(2) is out of the question
 * @param keepsKeyring whether it shares the session keyring of this process
 */
public record LaunchOptions(
    Optional<String> pidFile,
    Optional<String> consoleSocket,
    Optional<String> pidfdSocket,
    boolean detach,
    int preservedFds,
    CgroupDriver cgroups,
    boolean rootless,
    boolean noPivot,
    boolean keepsKeyring) {
  /** Checks them against the process: whether it is to have a terminal. */
  public void check(boolean terminal) {
    if (detach && terminal && consoleSocket.isEmpty()) {
      throw new RuncException(
          "cannot allocate tty if runc will detach without setting console socket"
              + " (use --console-socket)");
    }
    if ((!detach || !terminal) && consoleSocket.isPresent()) {
      throw new RuncException("cannot use console socket if runc will not detach or allocate tty");
    }
  }
}
