package dev.stevedore.runc.launch;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.runc.console.ConsoleRelay;
import java.util.Optional;

/**
 * What run and exec do while their process runs: pass signals on, relay the terminal, reap.
 *
 * <p>Opened before the process is made, so that no signal is lost.
 */
public final class Foreground implements AutoCloseable {
  private static final int SIGCHLD = 17;
  private static final int SIGWINCH = 28;

  private final Fd signals;

  private Foreground(Fd signals) {
    this.signals = signals;
  }

  /** Takes signals from now on. */
  public static Foreground open() {
    int hangUp = 1;
    int interrupt = 2;
    int quit = 3;
    int user1 = 10;
    int user2 = 12;
    int alarm = 14;
    int terminate = 15;
    int goOn = 18;
    return new Foreground(
        SignalMask.open(
            hangUp, interrupt, quit, user1, user2, alarm, terminate, SIGCHLD, goOn, SIGWINCH));
  }

  /**
   * Waits for the process.
   *
   * @param relay of its terminal, if it has one
   * @param readiness the socket on which it says that it is ready, if somebody wants to know
   * @return its exit code, as a shell gives it
   */
  public int await(int pid, Optional<ConsoleRelay> relay, Optional<ReadinessSocket> readiness) {
    EventLoop loop = new EventLoop();
    int[] exitCode = {-1};
    relay.ifPresent(console -> console.start(loop));
    readiness.ifPresent(
        socket -> loop.add(socket.descriptor(), Epoll.IN, events -> socket.relay(pid)));
    loop.add(
        signals,
        Epoll.IN,
        events -> {
          for (int signal = SignalMask.next(signals);
              signal != 0;
              signal = SignalMask.next(signals)) {
            if (signal == SIGCHLD) {
              reap(pid, exitCode);
            } else if (signal == SIGWINCH && relay.isPresent()) {
              relay.get().resize();
            } else {
              pass(signal, pid);
            }
          }
          if (exitCode[0] >= 0) {
            loop.stop();
          }
        });
    reap(pid, exitCode);
    if (exitCode[0] < 0) {
      loop.run();
    }
    relay.ifPresent(ConsoleRelay::finish);
    return exitCode[0];
  }

  @Override
  public void close() {
    signals.close();
  }

  private static void reap(int pid, int[] exitCode) {
    for (WaitStatus status = Processes.reap(); status.pid() > 0; status = Processes.reap()) {
      if (status.pid() == pid) {
        exitCode[0] = status.exitCode();
      }
    }
  }

  private static void pass(int signal, int pid) {
    try {
      Processes.kill(pid, signal);
    } catch (PosixException e) {
      if (!e.is(Errno.ESRCH)) {
        throw e;
      }
    }
  }
}
