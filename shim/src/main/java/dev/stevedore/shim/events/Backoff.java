package dev.stevedore.shim.events;

/** How long to wait before the next try: twice as long each time, up to a limit. */
public final class Backoff {
  private static final long FIRST_MILLIS = 50;
  private static final long LAST_MILLIS = 5_000;

  private long next = FIRST_MILLIS;

  /** Milliseconds to wait now. */
  public long nextMillis() {
    long now = next;
    next = Math.min(LAST_MILLIS, next * 2);
    return now;
  }

  /** It worked: the next failure starts from the shortest wait. */
  public void reset() {
    next = FIRST_MILLIS;
  }
}
