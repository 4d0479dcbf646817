package dev.stevedore.lib.registry;

import java.io.IOException;

/** Where a download goes, for one thread. The sink checks the digest when all has come. */
public interface ContentSink {
  /** How many bytes are there; a download goes on from here. */
  long offset();

  /** Appends bytes; the array is used again afterwards. */
  void write(byte[] bytes, int from, int count) throws IOException;

  /** Drops all bytes: the registry begins anew. */
  void restart() throws IOException;
}
