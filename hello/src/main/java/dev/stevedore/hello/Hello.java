package dev.stevedore.hello;

import dev.stevedore.lib.posix.Fd;

/** Says hello. */
public final class Hello {
  private Hello() {}

  /** Takes no arguments. */
  public static void main(String[] args) {
    Fd.STDOUT.writeAll("Hello from Stevedore!\n");
  }
}
