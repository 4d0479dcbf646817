package dev.stevedore.runc.mount;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;

/**
 * The mappings of an option {@code idmap=uids=0-1000-1#5-2000-10;gids=0-1000-1}: ids on disk, ids
 * of the host, how many. An {@code @} before a mapping says that its second id is one of the
 * container's user namespace. The syntax is crun's.
 *
 * @param uids user ids
 * @param gids group ids
 */
public record IdMapText(List<IdMapping> uids, List<IdMapping> gids) {
  /**
   * Parses what comes after {@code idmap=}.
   *
   * @param ownUids the maps of the container's user namespace, for relative mappings
   * @param ownGids the same for groups
   */
  public static IdMapText parse(String text, List<IdMapping> ownUids, List<IdMapping> ownGids) {
    List<IdMapping> uids = List.of();
    List<IdMapping> gids = List.of();
    for (String part : text.split(";")) {
      if (part.startsWith("uids=")) {
        uids = mappings(part.substring(5), ownUids);
      } else if (part.startsWith("gids=")) {
        gids = mappings(part.substring(5), ownGids);
      } else {
        throw new RuncException("invalid option \"" + part + "\" of idmap: want uids= or gids=");
      }
    }
    return new IdMapText(uids, gids);
  }

  private static List<IdMapping> mappings(String text, List<IdMapping> own) {
    List<IdMapping> mappings = new ArrayList<>();
    for (String mapping : text.split("#")) {
      boolean relative = mapping.startsWith("@");
      String[] numbers = (relative ? mapping.substring(1) : mapping).split("-");
      if (numbers.length != 3) {
        throw new RuncException("invalid mapping \"" + mapping + "\": want ID-ID-SIZE");
      }
      try {
        long host = Long.parseLong(numbers[1]);
        mappings.add(
            new IdMapping(
                Long.parseLong(numbers[0]),
                relative ? absolute(host, own) : host,
                Long.parseLong(numbers[2])));
      } catch (NumberFormatException e) {
        throw new RuncException("invalid mapping \"" + mapping + "\": want ID-ID-SIZE");
      }
    }
    return mappings;
  }

  private static long absolute(long id, List<IdMapping> own) {
    for (IdMapping mapping : own) {
      if (id >= mapping.containerId() && id - mapping.containerId() < mapping.size()) {
        return mapping.hostId() + id - mapping.containerId();
      }
    }
    throw new RuncException(
        "the user namespace has no id " + id + ", which a relative mapping of idmap names");
  }
}
