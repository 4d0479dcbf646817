package dev.stevedore.runc.init;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Keyring;
import dev.stevedore.lib.posix.PosixException;

/** A session keyring for each container, so that it has not its creator's keys (keyrings(7)). */
final class SessionKeyring {
  private static final int POSSESSOR_SEARCH_IN_USER_NAMESPACE = 0x8;
  private static final int USER_SEARCH = 0x80000;

  private SessionKeyring() {}

  /** Makes it, findable by exec. */
  static void create(String id, boolean inUserNamespace, Parent parent) {
    try {
      int key = Keyring.joinSession(name(id));
      int added = inUserNamespace ? POSSESSOR_SEARCH_IN_USER_NAMESPACE : USER_SEARCH;
      Keyring.setPermissions(key, Keyring.permissions(key) | added);
    } catch (PosixException e) {
      tolerate(e, parent);
    }
  }

  /** Joins that of a container. */
  static void join(String id, Parent parent) {
    try {
      Keyring.joinSession(name(id));
    } catch (PosixException e) {
      tolerate(e, parent);
    }
  }

  private static String name(String id) {
    return "_ses." + id;
  }

  /** A kernel without keyrings has no keys to keep from anybody. */
  private static void tolerate(PosixException e, Parent parent) {
    if (!e.is(Errno.ENOSYS)) {
      throw e;
    }
    parent.warn("unable to join session keyring: " + e.getMessage());
  }
}
