package dev.stevedore.docker.cli;

/** What this program calls itself. */
public final class Program {
  public static final String NAME = "stevedore";
  public static final String VERSION = "0.1.0";

  /** What it was built with. */
  public static final String JAVA = "25 (TeaVM 0.13.1)";

  private Program() {}
}
