package dev.stevedore.lib.registry;

import java.io.IOException;
import java.io.InputStream;

/** What an upload reads; opened again if a part has to be sent again. */
@FunctionalInterface
public interface BlobSource {
  /** The bytes from an offset on; the caller closes the stream. */
  InputStream open(long offset) throws IOException;
}
