package dev.stevedore.lib.registry;

/** What a repository is opened for: what tokens are asked for. */
public enum Access {
  /** Reading. */
  PULL("pull"),

  /** Writing, which includes reading. */
  PUSH("pull,push");

  private final String actions;

  Access(String actions) {
    this.actions = actions;
  }

  /** The token scope of a repository, such as {@code repository:library/busybox:pull}. */
  String scope(String path) {
    return "repository:" + path + ":" + actions;
  }
}
