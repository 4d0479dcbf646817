package dev.stevedore.docker.copy;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.tar.TarEntry;
import dev.stevedore.docker.tar.TarReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Writes an archive's files below a local directory. They belong to who runs this. */
public final class Extraction {
  private final LocalTree tree;
  private final String root;
  private final UnaryOperator<TarEntry> renaming;
  private final List<TarEntry> directories = new ArrayList<>();

  /**
   * Prepares it.
   *
   * @param root the tree's directory, for messages
   */
  public Extraction(LocalTree tree, String root, UnaryOperator<TarEntry> renaming) {
    this.tree = tree;
    this.root = root;
    this.renaming = renaming;
  }

  /** Reads an archive to its end. */
  public void run(InputStream archive) throws IOException {
    TarReader reader = new TarReader(archive);
    for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      TarEntry entry = renaming.apply(next.get());
      String path = LocalPath.clean(entry.name());
      if (path.equals("..") || path.startsWith("../")) {
        throw new CliException("\"" + path + "\" is outside of \"" + root + "\"");
      }
      add(entry, path, reader);
    }
    // What was written into a directory changed its time.
    for (TarEntry entry : directories) {
      tree.times(LocalPath.clean(entry.name()), entry.modified());
    }
    byte[] rest = new byte[8192];
    int count = archive.read(rest, 0, rest.length);
    while (count >= 0) {
      count = archive.read(rest, 0, rest.length);
    }
  }

  private void add(TarEntry entry, String path, InputStream content) throws IOException {
    boolean directory = entry.type() == TarEntry.Type.DIRECTORY;
    Optional<LocalFiles.Kind> there = tree.kind(path);
    if (there.isPresent()) {
      boolean wasDirectory = there.get() == LocalFiles.Kind.DIRECTORY;
      String full = LocalPath.join(root, path);
      if (wasDirectory && !directory) {
        throw new CliException(
            "cannot overwrite directory \"" + full + "\" with non-directory \"" + root + "\"");
      }
      if (!wasDirectory && directory) {
        throw new CliException(
            "cannot overwrite non-directory \"" + full + "\" with directory \"" + root + "\"");
      }
      if (path.equals(".")) {
        return;
      }
      if (!directory) {
        tree.delete(path);
      }
    } else {
      tree.makeDirectories(directory ? path : LocalPath.directory(path));
    }
    make(entry, path, content);
    if (entry.type() == TarEntry.Type.HARD_LINK) {
      return;
    }
    for (TarEntry.Attribute attribute : entry.attributes()) {
      tree.attribute(path, attribute.name(), attribute.value());
    }
    if (entry.type() != TarEntry.Type.SYMBOLIC_LINK) {
      tree.mode(path, entry.mode());
    }
    if (directory) {
      directories.add(entry);
    } else {
      tree.times(path, entry.modified());
    }
  }

  private void make(TarEntry entry, String path, InputStream content) throws IOException {
    switch (entry.type()) {
      case FILE -> tree.file(path, content);
      case DIRECTORY -> {}
      case SYMBOLIC_LINK -> {
        String target = LocalPath.join(LocalPath.directory(path), entry.linkName());
        if (target.equals("..") || target.startsWith("../")) {
          throw new CliException(
              "invalid symlink \""
                  + LocalPath.join(root, path)
                  + "\" -> \""
                  + entry.linkName()
                  + "\"");
        }
        tree.symbolicLink(path, entry.linkName());
      }
      case HARD_LINK -> tree.hardLink(path, LocalPath.clean(entry.linkName()));
      case FIFO -> tree.node(path, LocalFiles.Kind.FIFO, 0, 0);
      case CHARACTER_DEVICE ->
          tree.node(path, LocalFiles.Kind.CHARACTER_DEVICE, entry.major(), entry.minor());
      case BLOCK_DEVICE ->
          tree.node(path, LocalFiles.Kind.BLOCK_DEVICE, entry.major(), entry.minor());
    }
  }
}
