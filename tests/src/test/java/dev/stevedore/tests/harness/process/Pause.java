package dev.stevedore.tests.harness.process;

/** Short waits between two looks at something that cannot be watched. */
public final class Pause {
  private Pause() {}

  /** Sleeps; an interrupt (the test's time limit) fails the test. */
  public static void millis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted: the test took too long", e);
    }
  }
}
