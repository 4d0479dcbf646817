package dev.stevedore.tests.harness.images;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * A layer's tar, put together entry by entry; owned by root, with a fixed time, so that the same
 * calls give the same digest.
 */
public final class LayerTar {
  private static final long TIME = 1_767_225_600_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes);

  /** A directory, mode as in chmod. */
  public LayerTar directory(String name, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name + "/");
    entry.setMode(mode);
    return put(entry, new byte[0]);
  }

  /** A file. */
  public LayerTar file(String name, int mode, byte[] content) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setSize(content.length);
    return put(entry, content);
  }

  /** A text file, readable by all. */
  public LayerTar file(String name, String text) {
    return file(name, 0644, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A symbolic link. */
  public LayerTar link(String name, String target) {
    TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_SYMLINK);
    entry.setLinkName(target);
    entry.setMode(0777);
    return put(entry, new byte[0]);
  }

  private LayerTar put(TarArchiveEntry entry, byte[] content) {
    entry.setModTime(TIME);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    try {
      tar.putArchiveEntry(entry);
      tar.write(content);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** The tar; nothing can be added afterwards. */
  byte[] bytes() {
    try {
      tar.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
