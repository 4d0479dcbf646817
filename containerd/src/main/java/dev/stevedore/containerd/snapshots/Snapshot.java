package dev.stevedore.containerd.snapshots;

import dev.stevedore.lib.containerdapi.snapshots.Info;
import dev.stevedore.lib.containerdapi.snapshots.Kind;
import java.util.OptionalLong;

/**
 * A snapshot as the database has it.
 *
 * @param number names its directory
 * @param parent number of the snapshot below
 * @param usage of the disk; known once it is committed and counted
 * @param info what clients see
 */
record Snapshot(long number, OptionalLong parent, Usage usage, Info info) {
  Kind kind() {
    return info.getKind();
  }
}
