package dev.stevedore.lib.daemon.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * Reads what gzip made (RFC 1952), one member or several: by ISA-L where {@code libisal.so.2} is
 * installed, which takes a fifth of the time, else by the JDK's zlib. Either verifies checksum and
 * length, and passes over what follows the last member.
 */
final class GzipInput {
  private static final int BUFFER = 64 * 1024;

  private GzipInput() {}

  /**
   * The content of a compressed stream, which is closed with it.
   *
   * @throws IOException if the stream is not gzip's; reading fails where it is damaged or cut off
   */
  static InputStream open(InputStream compressed) throws IOException {
    Optional<Isal> library = Isal.LIBRARY;
    return library.isPresent() ? IsalInputStream.open(library.get(), compressed) : jdk(compressed);
  }

  /** The same by the JDK's own. */
  static InputStream jdk(InputStream compressed) throws IOException {
    return new GZIPInputStream(compressed, BUFFER);
  }
}
