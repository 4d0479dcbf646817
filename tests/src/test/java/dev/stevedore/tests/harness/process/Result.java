package dev.stevedore.tests.harness.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * What a command did: its exit code (128 + signal number if a signal ended it) and all it wrote.
 */
public record Result(List<String> argv, int exit, String out, String err) {

  /** How much of an output is shown when a test fails. */
  private static final int SHOWN = 2000;

  /** Standard output without the white space around it. */
  public String text() {
    return out.strip();
  }

  /** Standard output's lines. */
  public List<String> lines() {
    return out.lines().toList();
  }

  /** Fails unless the exit code is 0; returns this. */
  public Result ok() {
    return exits(0);
  }

  /** Fails unless the exit code is {@code code}; returns this. */
  public Result exits(int code) {
    assertThat(exit)
        .withFailMessage(() -> "expected exit code " + code + ": " + this)
        .isEqualTo(code);
    return this;
  }

  @Override
  public String toString() {
    return "%s%n  exit code %d%n  stdout: %s%n  stderr: %s"
        .formatted(String.join(" ", argv), exit, shortened(out), shortened(err));
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + "… (" + text.length() + " characters)";
  }
}
