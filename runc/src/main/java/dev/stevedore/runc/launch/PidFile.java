package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.runc.RuncException;
import java.nio.charset.StandardCharsets;

/** How others learn which process was made. */
final class PidFile {
  private PidFile() {}

  /** The file of --pid-file: there with the pid in it, or not there. */
  static void write(String path, int pid) {
    try {
      Files.replace(path, Integer.toString(pid).getBytes(StandardCharsets.US_ASCII), 0644);
    } catch (PosixException e) {
      throw new RuncException("unable to write the pid file", e);
    }
  }

  /**
   * The socket of --pidfd-socket gets a pidfd.
   *
   * @param kind of process, as runc calls it: {@code standard} or {@code setns}
   */
  static void send(String path, int pid, String kind) {
    try (Fd socket = Sockets.connect(path);
        Fd process = Processes.open(pid)) {
      FdPassing.send(socket, process, kind);
    } catch (PosixException e) {
      throw new RuncException("failed to send the pidfd to " + path, e);
    }
  }
}
