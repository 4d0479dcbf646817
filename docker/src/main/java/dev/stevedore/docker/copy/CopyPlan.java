package dev.stevedore.docker.copy;

import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.tar.TarEntry;

/**
 * How an archive becomes what was asked for.
 *
 * <pre>
 * the target is      the source is a file                  the source is a directory
 * a directory        into it                               into it
 * a file             in its place                          an error
 * not there          under that name; an error if it       under that name
 *                    ends with a slash
 * </pre>
 *
 * @param directory to unpack in
 * @param oldBase the name that entries begin with, which
 * @param newBase takes the place of; both empty if they stay as they are
 */
public record CopyPlan(String directory, String oldBase, String newBase) {
  /**
   * Plans.
   *
   * @throws CliException where source and target do not go together
   */
  public static CopyPlan of(CopyEnd source, CopyEnd target) {
    if (target.exists() && target.directory()) {
      return new CopyPlan(target.path(), "", "");
    }
    if (target.exists() && source.directory()) {
      throw new CliException("cannot copy directory");
    }
    if (!target.exists() && !source.directory() && LocalPath.assertsDirectory(target.path())) {
      throw new CliException("no such directory");
    }
    LocalPath.Split split = LocalPath.split(target.path());
    String base =
        source.rebase().isEmpty() ? LocalPath.split(source.path()).base() : source.rebase();
    return new CopyPlan(split.directory(), base.equals("/") ? "" : base, split.base());
  }

  /** An entry under the name it shall have. */
  public TarEntry renamed(TarEntry entry) {
    return rename(entry, oldBase, newBase);
  }

  /** An entry whose name, and target if it is a hard link, has one part for another. */
  public static TarEntry rename(TarEntry entry, String oldPart, String newPart) {
    if (oldPart.isEmpty() && newPart.isEmpty()) {
      return entry;
    }
    String link = entry.linkName();
    boolean hard = entry.type() == TarEntry.Type.HARD_LINK;
    return entry.named(
        replaced(entry.name(), oldPart, newPart), hard ? replaced(link, oldPart, newPart) : link);
  }

  private static String replaced(String name, String oldPart, String newPart) {
    int at = name.indexOf(oldPart);
    return at < 0 ? name : name.substring(0, at) + newPart + name.substring(at + oldPart.length());
  }
}
