package dev.stevedore.docker.copy;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.tar.TarEntry;
import dev.stevedore.docker.tar.TarHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A local file, or directory with all below it, as a tar archive that is made while it is read. */
public final class LocalArchive extends InputStream {
  private static final String CAPABILITY = "security.capability";
  private static final int CAPABILITY_VERSION = 3;
  private static final int ROOTLESS_VERSION = 3;
  private static final int PLAIN_VERSION = 2;
  private static final int PLAIN_LENGTH = 20;

  /** A file that is still to be written, and its name in the archive. */
  private record Waiting(String path, String name) {}

  private final LocalFiles files;
  private final CopyEnd source;
  private final CopyPlan plan;
  private final String base;
  private final Consumer<String> warn;
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /** Under which name a file that has several was written first. */
  private final Map<String, String> written = new HashMap<>();

  private byte[] bytes = new byte[0];
  private int at;
  private @Nullable InputStream content;
  private long contentLeft;
  private int padding;
  private boolean ended;

  /**
   * Prepares the archive.
   *
   * @param warn told of files that cannot be read, which are left out
   */
  public LocalArchive(LocalFiles files, CopyEnd source, CopyPlan plan, Consumer<String> warn) {
    this.files = files;
    this.source = source;
    this.plan = plan;
    this.warn = warn;
    String last = LocalPath.split(source.path()).base();
    this.base = last.equals("/") ? "." : last;
    waiting.add(new Waiting(LocalPath.clean(source.path()), base));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    while (true) {
      if (at < bytes.length) {
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, into, offset, count);
        at += count;
        return count;
      }
      if (content != null) {
        if (contentLeft > 0) {
          return piece(content, into, offset, length);
        }
        close();
        give(new byte[padding]);
      } else if (!waiting.isEmpty()) {
        next(waiting.pop());
      } else if (!ended) {
        ended = true;
        give(TarHeaders.end());
      } else {
        return -1;
      }
    }
  }

  /** The archive ends in the middle if a file does: then the daemon refuses it. */
  private int piece(InputStream from, byte[] into, int offset, int length) throws IOException {
    String why = "unexpected EOF";
    int count = -1;
    try {
      count = from.read(into, offset, (int) Math.min(length, contentLeft));
    } catch (IOException e) {
      why = String.valueOf(e.getMessage());
    }
    if (count < 0) {
      warn.accept("Can't add a file to tar: " + why);
      waiting.clear();
      ended = true;
      close();
      return -1;
    }
    contentLeft -= count;
    return count;
  }

  @Override
  public void close() throws IOException {
    if (content != null) {
      content.close();
      content = null;
    }
  }

  private void give(byte[] next) {
    bytes = next;
    at = 0;
  }

  /** What cannot be read is left out: one file of a thousand does not stop the others. */
  private void next(Waiting file) {
    try {
      add(file);
    } catch (CliException e) {
      warn.accept("Can't add file " + file.path() + " to tar: " + e.text());
    }
  }

  private void add(Waiting file) {
    Optional<LocalFiles.Facts> found = files.info(file.path());
    if (found.isEmpty()) {
      throw new CliException("lstat " + file.path() + ": no such file or directory");
    }
    LocalFiles.Facts info = found.get();
    String first =
        info.kind() != LocalFiles.Kind.DIRECTORY && info.links() > 1
            ? written.putIfAbsent(info.identity(), file.name())
            : null;
    if (first != null) {
      give(TarHeaders.of(named(entry(file, info, TarEntry.Type.HARD_LINK, first))));
      return;
    }
    switch (info.kind()) {
      case REGULAR -> regular(file, info);
      case DIRECTORY -> directory(file, info);
      case SYMBOLIC_LINK -> {
        String link = files.readLink(file.path());
        give(TarHeaders.of(named(entry(file, info, TarEntry.Type.SYMBOLIC_LINK, link))));
      }
      case FIFO -> give(TarHeaders.of(named(entry(file, info, TarEntry.Type.FIFO, ""))));
      case CHARACTER_DEVICE ->
          give(TarHeaders.of(named(entry(file, info, TarEntry.Type.CHARACTER_DEVICE, ""))));
      case BLOCK_DEVICE ->
          give(TarHeaders.of(named(entry(file, info, TarEntry.Type.BLOCK_DEVICE, ""))));
      case SOCKET -> throw new CliException("archive/tar: sockets not supported");
    }
  }

  private void regular(Waiting file, LocalFiles.Facts info) {
    content = files.open(file.path());
    contentLeft = info.size();
    padding = TarHeaders.padding(info.size());
    give(TarHeaders.of(named(entry(file, info, TarEntry.Type.FILE, ""))));
  }

  private void directory(Waiting file, LocalFiles.Facts info) {
    TarEntry entry = entry(file, info, TarEntry.Type.DIRECTORY, "");
    List<String> names = new ArrayList<>(files.list(file.path()));
    for (int i = names.size() - 1; i >= 0; i--) {
      String name = names.get(i);
      String path = file.path().equals("/") ? "/" + name : file.path() + "/" + name;
      waiting.push(new Waiting(path, file.name() + "/" + name));
    }
    give(TarHeaders.of(named(entry)));
  }

  private TarEntry entry(Waiting file, LocalFiles.Facts info, TarEntry.Type type, String link) {
    boolean directory = type == TarEntry.Type.DIRECTORY;
    boolean attributed = directory || type == TarEntry.Type.FILE;
    return new TarEntry(
        directory ? file.name() + "/" : file.name(),
        type,
        info.mode(),
        info.uid(),
        info.gid(),
        type == TarEntry.Type.FILE ? info.size() : 0,
        info.modified(),
        link,
        info.major(),
        info.minor(),
        attributed ? attributes(file.path()) : List.of());
  }

  /** Capabilities; those of a user namespace are written as everybody's. */
  private List<TarEntry.Attribute> attributes(String path) {
    Optional<byte[]> found = files.attribute(path, CAPABILITY);
    if (found.isEmpty()) {
      return List.of();
    }
    byte[] value = found.get();
    if (value.length > PLAIN_LENGTH && value[CAPABILITY_VERSION] == ROOTLESS_VERSION) {
      byte[] plain = new byte[PLAIN_LENGTH];
      System.arraycopy(value, 0, plain, 0, plain.length);
      plain[CAPABILITY_VERSION] = PLAIN_VERSION;
      value = plain;
    }
    return List.of(new TarEntry.Attribute(CAPABILITY, value));
  }

  private TarEntry named(TarEntry entry) {
    String rebase = source.rebase().equals("/") ? "" : source.rebase();
    TarEntry rebased = source.rebase().isEmpty() ? entry : CopyPlan.rename(entry, base, rebase);
    return plan.renamed(rebased);
  }
}
