package dev.stevedore.dockerd.logs;

/** One of a process's output streams. */
public enum LogStream {
  STDOUT("stdout", 1),
  STDERR("stderr", 2);

  private final String label;
  private final int number;

  LogStream(String label, int number) {
    this.label = label;
    this.number = number;
  }

  /** The name in a log file: {@code stdout} or {@code stderr}. */
  public String label() {
    return label;
  }

  /** The number in the multiplexed stream of attach and logs: 1 or 2. */
  public int number() {
    return number;
  }
}
