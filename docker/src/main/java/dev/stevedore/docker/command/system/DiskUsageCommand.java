package dev.stevedore.docker.command.system;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import dev.stevedore.docker.format.Sizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Shows what images, containers, volumes and build cache take on disk. */
public final class DiskUsageCommand implements Command {
  private static final String COLUMNS =
      "{{.Type}}\t{{.TotalCount}}\t{{.Active}}\t{{.Size}}\t{{.Reclaimable}}";
  private static final Map<String, String> HEADERS =
      Map.of(
          "Type", "TYPE",
          "TotalCount", "TOTAL",
          "Active", "ACTIVE",
          "Size", "SIZE",
          "Reclaimable", "RECLAIMABLE");

  /** What one kind of object takes. */
  private record Usage(String type, int total, int active, long size, long reclaimable) {
    Fields row(boolean percent) {
      return new Fields("*formatter.diskUsageContext")
          .with("Type", () -> type)
          .with("TotalCount", () -> Integer.toString(total))
          .with("Active", () -> Integer.toString(active))
          .with("Size", () -> Sizes.decimalExact(size))
          .with("Reclaimable", () -> reclaimableText(percent));
    }

    private String reclaimableText(boolean percent) {
      String text = Sizes.decimalExact(reclaimable);
      return percent && size > 0 ? text + " (" + reclaimable * 100 / size + "%)" : text;
    }
  }

  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS]",
        "Show what the engine's objects take on disk",
        Arity.none(),
        FlagTable.builder()
            .string("format", "table, json, or a template for each kind")
            .bool("verbose", 'v', "Show each object")
            .build());
  }

  @Override
  public int run(Call call) {
    JsonObject usage = JsonFields.asObject(call.engine().get("/system/df").json());
    String shape = call.flags().string("format");
    if (call.flags().bool("verbose")) {
      boolean tables = shape.isEmpty() || shape.equals("table");
      DiskUsageDetails details = new DiskUsageDetails(call, usage, tables);
      if (tables) {
        details.writeTables();
      } else {
        details.write(shape);
      }
      return 0;
    }
    ListFormat format = new ListFormat(shape, COLUMNS, Optional.empty(), HEADERS);
    format.write(
        call.out(),
        List.of(
            images(usage).row(true),
            containers(usage).row(true),
            volumes(usage).row(true),
            buildCache(usage).row(false)));
    return 0;
  }

  private static Usage images(JsonObject usage) {
    List<JsonObject> images = list(usage, "Images");
    long used = 0;
    int active = 0;
    for (JsonObject image : images) {
      if (JsonFields.number(image, "Containers") > 0) {
        active++;
        long shared = Math.max(0, JsonFields.number(image, "SharedSize"));
        used += JsonFields.number(image, "Size") - shared;
      }
    }
    long layers = JsonFields.number(usage, "LayersSize");
    return new Usage("Images", images.size(), active, layers, Math.max(0, layers - used));
  }

  private static Usage containers(JsonObject usage) {
    return count(
        "Containers",
        list(usage, "Containers"),
        container ->
            List.of("running", "paused", "restarting")
                .contains(JsonFields.string(container, "State")),
        container -> JsonFields.number(container, "SizeRw"));
  }

  private static Usage volumes(JsonObject usage) {
    return count(
        "Local Volumes",
        list(usage, "Volumes"),
        volume -> JsonFields.number(JsonFields.object(volume, "UsageData"), "RefCount") > 0,
        volume -> Math.max(0, JsonFields.number(JsonFields.object(volume, "UsageData"), "Size")));
  }

  private static Usage buildCache(JsonObject usage) {
    return count(
        "Build Cache",
        list(usage, "BuildCache"),
        entry -> JsonFields.bool(entry, "InUse"),
        entry -> JsonFields.bool(entry, "Shared") ? 0 : JsonFields.number(entry, "Size"));
  }

  private static Usage count(
      String type,
      List<JsonObject> objects,
      Predicate<JsonObject> isActive,
      java.util.function.ToLongFunction<JsonObject> sizeOf) {
    int active = 0;
    long size = 0;
    long reclaimable = 0;
    for (JsonObject object : objects) {
      long own = sizeOf.applyAsLong(object);
      size += own;
      if (isActive.test(object)) {
        active++;
      } else {
        reclaimable += own;
      }
    }
    return new Usage(type, objects.size(), active, size, reclaimable);
  }

  private static List<JsonObject> list(JsonObject usage, String name) {
    return JsonFields.objects(JsonFields.array(usage, name));
  }
}
