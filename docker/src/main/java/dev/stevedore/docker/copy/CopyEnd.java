package dev.stevedore.docker.copy;

import dev.stevedore.docker.cli.CliException;
import java.util.Optional;

/**
 * One end of a copy: where from, or where to.
 *
 * @param exists whether anything is there
 * @param directory whether that is a directory
 * @param rebase the name its last part shall have in the archive; empty: the one it has
 */
public record CopyEnd(String path, boolean exists, boolean directory, String rebase) {
  private static final int MOST_LINKS = 255;
  private static final int MOST_TARGET_LINKS = 10;

  /**
   * A local file or directory that is copied. Links on the way to it are followed.
   *
   * @param path absolute
   * @param follow whether a link at its end is followed, too
   * @throws CliException as Docker says it, {@code lstat /x: no such file or directory}
   */
  public static CopyEnd source(LocalFiles files, String path, boolean follow) {
    CopyEnd named;
    if (follow) {
      named = renamed(path, real(files, path));
    } else {
      int slash = path.lastIndexOf('/');
      String real = real(files, path.substring(0, slash + 1)) + "/" + path.substring(slash + 1);
      boolean differs = path.endsWith("/") && !LocalPath.base(path).equals(LocalPath.base(real));
      named = new CopyEnd(real, true, false, differs ? LocalPath.base(path) : "");
    }
    boolean directory = existing(files, named.path()).kind() == LocalFiles.Kind.DIRECTORY;
    return new CopyEnd(named.path(), true, directory, named.rebase());
  }

  /**
   * What a link leads to, which keeps the link's name.
   *
   * @param path as it was asked for
   * @param real where it leads
   */
  public static CopyEnd renamed(String path, String real) {
    String ended = real;
    if (LocalPath.base(path).equals(".") && !LocalPath.base(ended).equals(".")) {
      ended += "/.";
    }
    if (path.endsWith("/") && !ended.endsWith("/")) {
      ended += "/";
    }
    boolean differs = !LocalPath.base(path).equals(LocalPath.base(ended));
    return new CopyEnd(ended, true, false, differs ? LocalPath.base(path) : "");
  }

  /**
   * Where local files are copied to. A link is followed, even to where nothing is yet.
   *
   * @param path absolute
   * @throws CliException if not even the directory above it is there
   */
  public static CopyEnd target(LocalFiles files, String path) {
    String place = path;
    Optional<LocalFiles.Facts> info = files.info(place);
    for (int i = 0; info.isPresent(); i++) {
      if (info.get().kind() != LocalFiles.Kind.SYMBOLIC_LINK) {
        boolean directory = info.get().kind() == LocalFiles.Kind.DIRECTORY;
        return new CopyEnd(place, true, directory, "");
      }
      if (i > MOST_TARGET_LINKS) {
        throw new CliException("too many symlinks in " + path);
      }
      String link = files.readLink(place);
      place =
          link.startsWith("/") ? link : LocalPath.join(LocalPath.split(place).directory(), link);
      info = files.info(place);
    }
    String parent = LocalPath.split(place).directory();
    String real;
    try {
      real = real(files, parent);
    } catch (CliException e) {
      throw new CliException("stat " + parent + ": no such file or directory", 1, e);
    }
    if (existing(files, real).kind() != LocalFiles.Kind.DIRECTORY) {
      throw new CliException("not a directory");
    }
    return new CopyEnd(place, false, false, "");
  }

  private static LocalFiles.Facts existing(LocalFiles files, String path) {
    Optional<LocalFiles.Facts> info = files.info(path);
    if (info.isEmpty()) {
      boolean file = path.endsWith("/") && files.info(LocalPath.clean(path)).isPresent();
      throw new CliException(
          "lstat " + path + (file ? ": not a directory" : ": no such file or directory"));
    }
    return info.get();
  }

  /** The path without links. */
  static String real(LocalFiles files, String path) {
    String real = "";
    int links = 0;
    String rest = path;
    while (!rest.isEmpty()) {
      int slash = rest.indexOf('/');
      String name = slash < 0 ? rest : rest.substring(0, slash);
      rest = slash < 0 ? "" : rest.substring(slash + 1);
      if (name.equals("..")) {
        real = real.substring(0, Math.max(0, real.lastIndexOf('/')));
      } else if (!name.isEmpty() && !name.equals(".")) {
        String next = real + "/" + name;
        LocalFiles.Facts info = existing(files, next);
        if (info.kind() == LocalFiles.Kind.SYMBOLIC_LINK) {
          links++;
          if (links > MOST_LINKS) {
            throw new CliException("EvalSymlinks: too many links");
          }
          String link = files.readLink(next);
          rest = link + "/" + rest;
          real = link.startsWith("/") ? "" : real;
        } else if (info.kind() != LocalFiles.Kind.DIRECTORY && !rest.isEmpty()) {
          throw new CliException("not a directory");
        } else {
          real = next;
        }
      }
    }
    return real.isEmpty() ? "/" : real;
  }
}
