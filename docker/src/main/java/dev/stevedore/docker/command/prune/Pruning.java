package dev.stevedore.docker.command.prune;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.command.Filters;
import dev.stevedore.docker.engine.Query;
import dev.stevedore.docker.format.JsonFields;
import java.util.ArrayList;
import java.util.List;

/** The calls that remove what nothing uses, kind by kind. */
final class Pruning {
  private static final String RECLAIMED = "SpaceReclaimed";

  private Pruning() {}

  private static JsonObject call(Call call, Query query, Filters filters) {
    String path = query.withIfSet("filters", filters.text()).target();
    return JsonFields.asObject(call.engine().post(path).json());
  }

  static Pruned containers(Call call, Filters filters) {
    JsonObject report = call(call, Query.of("/containers/prune"), filters);
    return new Pruned(
        "Deleted Containers",
        JsonFields.strings(report, "ContainersDeleted"),
        JsonFields.number(report, RECLAIMED));
  }

  static Pruned networks(Call call, Filters filters) {
    JsonObject report = call(call, Query.of("/networks/prune"), filters);
    return new Pruned("Deleted Networks", JsonFields.strings(report, "NetworksDeleted"), 0);
  }

  static Pruned volumes(Call call, Filters filters) {
    JsonObject report = call(call, Query.of("/volumes/prune"), filters);
    return new Pruned(
        "Deleted Volumes",
        JsonFields.strings(report, "VolumesDeleted"),
        JsonFields.number(report, RECLAIMED));
  }

  /**
   * Images.
   *
   * @param all whether those with a name go, too
   */
  static Pruned images(Call call, Filters filters, boolean all) {
    Filters more = filters.copy().with("dangling", Boolean.toString(!all));
    JsonObject report = call(call, Query.of("/images/prune"), more);
    List<String> steps = new ArrayList<>();
    for (JsonObject step : JsonFields.objects(JsonFields.array(report, "ImagesDeleted"))) {
      String untagged = JsonFields.string(step, "Untagged");
      steps.add(
          untagged.isEmpty()
              ? "deleted: " + JsonFields.string(step, "Deleted")
              : "untagged: " + untagged);
    }
    return new Pruned("Deleted Images", steps, JsonFields.number(report, RECLAIMED));
  }

  /**
   * The build cache.
   *
   * @param all whether all of it goes
   * @param keep bytes that may stay
   */
  static Pruned buildCache(Call call, Filters filters, boolean all, long keep) {
    Query query = Query.of("/build/prune").withFlag("all", all);
    if (keep > 0) {
      query.with("keep-storage", Long.toString(keep));
    }
    JsonObject report = call(call, query, filters);
    return new Pruned(
        "Deleted build cache objects",
        JsonFields.strings(report, "CachesDeleted"),
        JsonFields.number(report, RECLAIMED));
  }
}
