package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.lib.oci.runtime.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The ids of a bind mount with {@code idmap}: the owner of the directory on the host and the user
 * of the container change places. What the container's user writes belongs to the owner on the
 * host, and the owner's files are the user's inside. All others are who they are.
 *
 * @param users for an idmapped mount, mount_setattr(2): from the file system to the mount
 * @param groups likewise
 */
record OwnerSwap(List<IdMapping> users, List<IdMapping> groups) {
  /** The highest id there is, but for -1. */
  private static final long IDS = 0xffffffffL;

  /**
   * Makes the mappings for a directory or file; one that is not there yet will be root's.
   *
   * @throws ApiException.BadParameter if its owner cannot be read
   */
  static OwnerSwap of(Path source, User user) {
    try {
      Map<String, Object> owner = Files.readAttributes(source, "unix:uid,gid");
      return new OwnerSwap(
          swap(number(owner, "uid"), user.uid()), swap(number(owner, "gid"), user.gid()));
    } catch (NoSuchFileException e) {
      return new OwnerSwap(swap(0, user.uid()), swap(0, user.gid()));
    } catch (IOException e) {
      throw new ApiException.BadParameter("cannot read the owner of " + source + ": " + e, e);
    }
  }

  private static long number(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Integer id ? Integer.toUnsignedLong(id) : 0;
  }

  /** All ids as they are, but for two that change places. */
  static List<IdMapping> swap(long one, long other) {
    long low = Math.min(one, other);
    long high = Math.max(one, other);
    if (low == high) {
      return List.of(new IdMapping(0, 0, IDS));
    }
    return List.of(
            new IdMapping(0, 0, low),
            new IdMapping(low, high, 1),
            new IdMapping(low + 1, low + 1, high - low - 1),
            new IdMapping(high, low, 1),
            new IdMapping(high + 1, high + 1, IDS - high - 1))
        .stream()
        .filter(mapping -> mapping.size() > 0)
        .toList();
  }
}
