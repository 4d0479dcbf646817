package dev.stevedore.shim.runtime;

/** What came of a call of the runtime. */
public sealed interface RuntimeResult {
  /**
   * It succeeded.
   *
   * @param output what it printed, where that was captured
   */
  record Success(String output) implements RuntimeResult {}

  /**
   * It failed.
   *
   * @param reason the runtime's own words, from its log; else what it printed, or its exit code
   */
  record Failure(String reason) implements RuntimeResult {}
}
