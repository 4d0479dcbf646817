package dev.stevedore.shim.runtime;

import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.SignalMask;
import dev.stevedore.lib.posix.WaitStatus;
import dev.stevedore.shim.ShimLog;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reaps every child: the runtimes this process runs, and, since it is their subreaper, the
 * containers' processes that the runtimes leave behind.
 *
 * <p>A container's process can end before its pid is known here: the runtime is still running, or
 * has ended and its pid file is about to be read. Such ends are kept while somebody {@linkplain
 * #hold() holds}, and handed over as soon as the pid is {@linkplain #await asked for}.
 */
public final class Children {
  private static final int SIGINT = 2;
  private static final int SIGTERM = 15;
  private static final int SIGCHLD = 17;

  private final EventLoop loop;
  private final ShimLog log;
  private final Runnable onTerminate;
  private final Map<Integer, Consumer<WaitStatus>> awaited = new HashMap<>();
  private final Map<Integer, WaitStatus> early = new HashMap<>();
  private int holds;

  /**
   * Nothing is reaped before {@link #start}.
   *
   * @param onTerminate called for SIGTERM and SIGINT
   */
  public Children(EventLoop loop, ShimLog log, Runnable onTerminate) {
    this.loop = loop;
    this.log = log;
    this.onTerminate = onTerminate;
  }

  /** Takes the signals from here on, through the loop. */
  public void start() {
    Fd signals = SignalMask.open(SIGCHLD, SIGTERM, SIGINT);
    loop.add(signals, Epoll.IN, events -> take(signals));
  }

  /** Keeps the ends of unknown processes until {@link #release}. */
  public void hold() {
    holds++;
  }

  public void release() {
    holds--;
    if (holds == 0) {
      early.clear();
    }
  }

  /** Calls {@code ended} when the child has ended: at once if that is known already. */
  public void await(int pid, Consumer<WaitStatus> ended) {
    WaitStatus known = early.remove(pid);
    if (known != null) {
      ended.accept(known);
    } else {
      awaited.put(pid, ended);
    }
  }

  private void take(Fd signals) {
    for (int signal = SignalMask.next(signals); signal != 0; signal = SignalMask.next(signals)) {
      if (signal == SIGCHLD) {
        reapAll();
      } else {
        onTerminate.run();
      }
    }
  }

  private void reapAll() {
    for (WaitStatus end = Processes.reap(); end.pid() != 0; end = Processes.reap()) {
      Consumer<WaitStatus> ended = awaited.remove(end.pid());
      if (ended != null) {
        ended.accept(end);
      } else if (holds > 0) {
        early.put(end.pid(), end);
      } else {
        log.debug("reaped process " + end.pid());
      }
    }
  }
}
