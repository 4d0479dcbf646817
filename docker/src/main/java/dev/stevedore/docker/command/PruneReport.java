package dev.stevedore.docker.command;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.List;

/** What the prune commands say at their end. */
public final class PruneReport {
  private PruneReport() {}

  /**
   * Says what went, if anything did.
   *
   * @param kind as in {@code Deleted Volumes:}
   */
  public static void deleted(Call call, String kind, List<String> lines) {
    if (!lines.isEmpty()) {
      call.out().println("Deleted " + kind + ":");
      lines.forEach(call.out()::println);
      call.out().println("");
    }
  }

  /** Says how much space is free again, by the answer's {@code SpaceReclaimed}. */
  public static void reclaimed(Call call, JsonObject report) {
    call.out()
        .println(
            "Total reclaimed space: "
                + Sizes.decimalExact(JsonFields.number(report, "SpaceReclaimed")));
  }
}
