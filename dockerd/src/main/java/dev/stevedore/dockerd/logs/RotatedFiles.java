package dev.stevedore.dockerd.logs;

import dev.stevedore.lib.daemon.compression.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log's file, and those before it.
 *
 * <pre>
 * NAME          the file being written
 * NAME.1        the one before it; NAME.1.gz if it is compressed
 * NAME.2        …
 * </pre>
 *
 * For one caller at a time; only a compression goes on beside.
 */
final class RotatedFiles {
  private static final Logger LOG = LoggerFactory.getLogger(RotatedFiles.class);
  private static final Set<PosixFilePermission> MODE = PosixFilePermissions.fromString("rw-r-----");
  private static final String COMPRESSED = ".gz";

  private final Path file;
  private final int count;
  private final boolean compress;
  private Thread compressing = Thread.ofVirtual().unstarted(() -> {});

  RotatedFiles(Path file, int count, boolean compress) {
    this.file = file;
    this.count = count;
    this.compress = compress;
  }

  /** Opens the current file to write at its end; makes it if it is missing. */
  FileChannel openToAppend() throws IOException {
    Path directory = file.getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
    return FileChannel.open(
        file,
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
        PosixFilePermissions.asFileAttribute(MODE));
  }

  /** Makes room for a new file: each becomes the one before it, and the last one goes. */
  void rotate() throws IOException {
    awaitCompression();
    for (int i = count - 1; i > 0; i--) {
      for (String suffix : new String[] {"", COMPRESSED}) {
        Path from = at(i - 1, suffix);
        if (Files.exists(from)) {
          delete(i);
          Files.move(from, at(i, suffix), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
    if (count == 1) {
      Files.deleteIfExists(file);
    } else if (compress) {
      compressing = Thread.ofVirtual().name("compress " + file).start(() -> compress(at(1, "")));
    }
  }

  private void delete(int number) throws IOException {
    Files.deleteIfExists(at(number, ""));
    Files.deleteIfExists(at(number, COMPRESSED));
  }

  private void awaitCompression() throws IOException {
    try {
      if (compressing.getState() != Thread.State.NEW) {
        compressing.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a log is compressed", e);
    }
  }

  private void compress(Path plain) {
    Path packed = plain.resolveSibling(plain.getFileName() + COMPRESSED);
    Path part = plain.resolveSibling(plain.getFileName() + COMPRESSED + ".part");
    try {
      try (InputStream in = Files.newInputStream(plain);
          OutputStream out =
              new GZIPOutputStream(
                  Channels.newOutputStream(
                      FileChannel.open(
                          part,
                          Set.of(
                              StandardOpenOption.CREATE,
                              StandardOpenOption.WRITE,
                              StandardOpenOption.TRUNCATE_EXISTING),
                          PosixFilePermissions.asFileAttribute(MODE))))) {
        in.transferTo(out);
      }
      Files.move(part, packed, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(plain);
    } catch (IOException e) {
      LOG.error("log {}: cannot be compressed: {}", plain, e.toString());
    }
  }

  /** Opens a file to be read, unpacked; empty if there is none with this number. */
  Optional<FileChannel> open(int number) throws IOException {
    Path plain = at(number, "");
    if (Files.exists(plain)) {
      return Optional.of(FileChannel.open(plain, StandardOpenOption.READ));
    }
    Path packed = at(number, COMPRESSED);
    return number > 0 && Files.exists(packed) ? Optional.of(unpacked(packed)) : Optional.empty();
  }

  private static FileChannel unpacked(Path packed) throws IOException {
    Path directory = packed.toAbsolutePath().getParent();
    Path whole = Files.createTempFile(directory, "unpacked", ".log");
    FileChannel channel =
        FileChannel.open(
            whole,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    try (InputStream in = Compression.GZIP.decompress(Files.newInputStream(packed))) {
      in.transferTo(Channels.newOutputStream(channel));
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private Path at(int number, String suffix) {
    return number == 0 && suffix.isEmpty()
        ? file
        : file.resolveSibling(file.getFileName() + "." + number + suffix);
  }
}
