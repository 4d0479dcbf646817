package dev.stevedore.docker.command.prune;

import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.format.Sizes;
import java.util.List;

/**
 * What a prune removed.
 *
 * @param title as in {@code Deleted Volumes:}, without the colon
 * @param lines one for each object
 * @param bytes that are free again
 */
record Pruned(String title, List<String> lines, long bytes) {
  /** Says what went, if anything did. */
  void say(Call call) {
    if (!lines.isEmpty()) {
      call.out().println(title + ":");
      lines.forEach(call.out()::println);
      call.out().println("");
    }
  }

  /** Says how much space is free again. */
  static void sayTotal(Call call, long bytes) {
    call.out().println("Total reclaimed space: " + Sizes.decimalExact(bytes));
  }
}
