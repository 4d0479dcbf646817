package dev.stevedore.runc.state;

import dev.stevedore.runc.RuncException;

/** Names of containers: they become names of directories. */
public final class ContainerId {
  private static final int LIMIT = 1024;

  private ContainerId() {}

  /**
   * Gives the id back.
   *
   * @throws RuncException if it is not one
   */
  public static String check(String id) {
    if (id.isEmpty()) {
      throw new RuncException("container id cannot be empty");
    }
    boolean isGood =
        id.length() <= LIMIT
            && !id.equals(".")
            && !id.equals("..")
            && id.chars().allMatch(ContainerId::isAllowed);
    if (!isGood) {
      throw new RuncException("invalid container ID format");
    }
    return id;
  }

  private static boolean isAllowed(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '+'
        || c == '-'
        || c == '.';
  }
}
