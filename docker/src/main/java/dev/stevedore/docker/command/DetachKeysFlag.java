package dev.stevedore.docker.command;

import dev.stevedore.docker.flags.FlagTable;

/** The flag {@code --detach-keys}, which several commands have. */
public final class DetachKeysFlag {
  public static final String NAME = "detach-keys";

  private DetachKeysFlag() {}

  public static FlagTable.Builder addTo(FlagTable.Builder flags) {
    return flags.string(NAME, "Keys that detach from the container, such as ctrl-p,ctrl-q");
  }
}
