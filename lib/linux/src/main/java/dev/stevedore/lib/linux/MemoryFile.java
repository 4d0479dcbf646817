package dev.stevedore.lib.linux;

import java.io.IOException;
import java.nio.file.Files;

/**
 * memfd_create(2): a file without a name. As a child's stdin or stdout it needs, unlike a pipe,
 * nobody who writes or reads meanwhile.
 */
public final class MemoryFile implements AutoCloseable {
  private static final int MFD_CLOEXEC = 1;

  private final Fd file;

  private MemoryFile(Fd file) {
    this.file = file;
  }

  /**
   * Makes one that has this content.
   *
   * @param name shown in {@code /proc/PID/fd}
   */
  public static MemoryFile create(String name, byte[] content) throws IOException {
    MemoryFile made;
    try (Call call = new Call("memfd_create", name)) {
      made =
          new MemoryFile(new Fd((int) call.make(Sys.MEMFD_CREATE, call.string(name), MFD_CLOEXEC)));
    }
    if (content.length > 0) {
      Files.write(made.file.path(), content);
    }
    return made;
  }

  /** The descriptor, at the beginning of the file. */
  public Fd file() {
    return file;
  }

  /** What is in it now. */
  public byte[] content() throws IOException {
    return Files.readAllBytes(file.path());
  }

  @Override
  public void close() {
    file.close();
  }
}
