package dev.stevedore.lib.posix;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one loop of a native program: descriptors with their handlers, and timers. Handlers must not
 * block.
 *
 * <p>A handler may add and remove any descriptor, its own too; one that was removed is not called
 * again, even if it was already reported ready.
 */
public final class EventLoop {
  /** What to do when a descriptor is ready. */
  @FunctionalInterface
  public interface Handler {
    /**
     * Called with what the descriptor is ready for.
     *
     * @param events bits of {@link Epoll}
     */
    void ready(int events);
  }

  /** A timer that can be taken back. */
  public static final class Timer {
    private final long dueMillis;
    private final Runnable action;
    private boolean cancelled;

    private Timer(long dueMillis, Runnable action) {
      this.dueMillis = dueMillis;
      this.action = action;
    }

    /** It will not fire any more. */
    public void cancel() {
      cancelled = true;
    }
  }

  private static final int CAPACITY = 32;

  private final Epoll epoll = Epoll.create(CAPACITY);
  private final Map<Integer, Handler> handlers = new HashMap<>();
  private final List<Timer> timers = new ArrayList<>();
  private boolean stopped;

  /** Watches a descriptor. Its owner removes it before closing it. */
  public void add(Fd fd, int interest, Handler handler) {
    epoll.add(fd, interest);
    handlers.put(fd.number(), handler);
  }

  /** Changes what it is watched for. */
  public void modify(Fd fd, int interest) {
    epoll.modify(fd, interest);
  }

  /** Watches it no more; nothing happens if it is not watched. */
  public void remove(Fd fd) {
    if (handlers.remove(fd.number()) != null) {
      epoll.remove(fd);
    }
  }

  public boolean watches(Fd fd) {
    return handlers.containsKey(fd.number());
  }

  /** Runs the action once, so many milliseconds from now. */
  public Timer after(long delayMillis, Runnable action) {
    Timer timer = new Timer(Clock.monotonicMillis() + delayMillis, action);
    timers.add(timer);
    return timer;
  }

  /** Runs until {@link #stop()}. */
  public void run() {
    while (!stopped) {
      turn(-1);
    }
  }

  /** Ends {@link #run()} after the handler that is running now. */
  public void stop() {
    stopped = true;
  }

  /**
   * Waits once and handles what is ready.
   *
   * @param limitMillis the longest wait, -1 for no limit
   */
  public void turn(int limitMillis) {
    int ready = epoll.await(waitMillis(limitMillis));
    for (int i = 0; i < ready && !stopped; i++) {
      Handler handler = handlers.get(epoll.readyFd(i));
      if (handler != null) {
        handler.ready(epoll.readyEvents(i));
      }
    }
    fireTimers();
  }

  private int waitMillis(int limitMillis) {
    long wait = limitMillis < 0 ? Long.MAX_VALUE : limitMillis;
    if (!timers.isEmpty()) {
      long now = Clock.monotonicMillis();
      for (Timer timer : timers) {
        if (!timer.cancelled) {
          wait = Math.min(wait, Math.max(0, timer.dueMillis - now));
        }
      }
    }
    return wait == Long.MAX_VALUE ? -1 : (int) Math.min(wait, Integer.MAX_VALUE);
  }

  private void fireTimers() {
    if (timers.isEmpty()) {
      return;
    }
    long now = Clock.monotonicMillis();
    List<Timer> due = new ArrayList<>();
    for (int i = timers.size() - 1; i >= 0; i--) {
      Timer timer = timers.get(i);
      if (timer.cancelled) {
        timers.remove(i);
      } else if (timer.dueMillis <= now) {
        due.add(timer);
        timers.remove(i);
      }
    }
    for (Timer timer : due) {
      if (!timer.cancelled) {
        timer.action.run();
      }
    }
  }
}
