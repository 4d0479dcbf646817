package dev.stevedore.shim.stdio;

import org.jspecify.annotations.Nullable;

/**
 * The one buffer that all copying shares: bytes are in it only within one turn of the loop. Made at
 * the first use, for a container that never says a word should not pay for it.
 */
public final class CopyBuffer {
  private static final int SIZE = 16 * 1024;

  private byte @Nullable [] bytes;

  byte[] bytes() {
    byte[] present = bytes;
    if (present == null) {
      present = new byte[SIZE];
      bytes = present;
    }
    return present;
  }
}
