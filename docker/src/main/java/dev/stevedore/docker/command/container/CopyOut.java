package dev.stevedore.docker.command.container;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.copy.CopyEnd;
import dev.stevedore.docker.copy.CopyPlan;
import dev.stevedore.docker.copy.Extraction;
import dev.stevedore.docker.copy.LocalFiles;
import dev.stevedore.docker.copy.LocalPath;
import dev.stevedore.docker.copy.LocalTree;
import dev.stevedore.docker.engine.Exchange;
import dev.stevedore.docker.http.RequestBody;
import dev.stevedore.docker.tar.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** From a container to this machine. */
final class CopyOut {
  private static final int PIECE = 64 * 1024;

  private final Call call;
  private final CopyCommand.Place source;
  private final LocalFiles files;

  CopyOut(Call call, CopyCommand.Place source) {
    this.call = call;
    this.source = source;
    this.files = call.session().machine().files();
  }

  /**
   * Copies.
   *
   * @param path absolute, or a dash for stdout
   */
  void to(String path) {
    checkTarget(path);
    CopyEnd from =
        call.flags().bool("follow-link") ? followed() : new CopyEnd(source.path(), true, false, "");
    String target = ContainerPath.archive(source.container(), from.path()).target();
    try (Exchange answer = call.engine().stream("GET", target, RequestBody.NONE)) {
      if (path.equals("-")) {
        write(answer.body());
      } else {
        boolean directory = ContainerPath.of(answer).isDirectory();
        CopyEnd known = new CopyEnd(from.path(), true, directory, from.rebase());
        CopyProgress progress = CopyProgress.of(call, "Copying from container - ");
        unpack(progress.counting(answer.body()), known, path);
        progress.done(path);
      }
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }

  /** Where a link leads; the copy still has the link's name. */
  private CopyEnd followed() {
    Optional<ContainerPath.Stat> stat = ContainerPath.stat(call, source.container(), source.path());
    if (stat.isEmpty() || !stat.get().isLink()) {
      return new CopyEnd(source.path(), true, false, "");
    }
    String link = stat.get().linkTarget();
    String parent = LocalPath.split(source.path()).directory();
    return CopyEnd.renamed(
        source.path(), link.startsWith("/") ? link : LocalPath.join(parent, link));
  }

  private void unpack(InputStream archive, CopyEnd from, String path) throws IOException {
    CopyPlan plan = CopyPlan.of(from, CopyEnd.target(files, path));
    String base = LocalPath.split(from.path()).base();
    try (LocalTree tree = files.tree(plan.directory())) {
      new Extraction(tree, plan.directory(), entry -> named(entry, base, from.rebase(), plan))
          .run(archive);
    }
  }

  private static TarEntry named(TarEntry entry, String base, String rebase, CopyPlan plan) {
    boolean as = rebase.isEmpty();
    return plan.renamed(as ? entry : CopyPlan.rename(entry, base.equals("/") ? "" : base, rebase));
  }

  private void write(InputStream archive) throws IOException {
    Output out = call.out();
    byte[] piece = new byte[PIECE];
    int count = archive.read(piece, 0, piece.length);
    while (count >= 0) {
      out.write(piece, 0, count);
      count = archive.read(piece, 0, piece.length);
    }
    out.flush();
  }

  private void checkTarget(String path) {
    if (path.equals("-")) {
      return;
    }
    String directory = LocalPath.directory(LocalPath.clean(path));
    Optional<LocalFiles.Kind> above = followedKind(directory);
    if (above.isEmpty()) {
      throw new CliException("invalid output path: directory \"" + directory + "\" does not exist");
    }
    Optional<LocalFiles.Kind> kind = followedKind(LocalPath.clean(path));
    if (kind.isPresent()
        && (kind.get() == LocalFiles.Kind.CHARACTER_DEVICE
            || kind.get() == LocalFiles.Kind.BLOCK_DEVICE)) {
      throw new CliException(
          "invalid output path: \""
              + path
              + "\" must be a directory or a regular file: got a device");
    }
  }

  /** What is at a path when links are followed; empty if nothing is. */
  private Optional<LocalFiles.Kind> followedKind(String path) {
    return files.target(path).map(LocalFiles.Facts::kind);
  }
}
