package dev.stevedore.docker.command.system;

import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.command.container.ContainerRow;
import dev.stevedore.docker.command.image.ImageRow;
import dev.stevedore.docker.command.volume.VolumeRow;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code system df -v}: each image, container, volume and piece of build cache. */
final class DiskUsageDetails {
  private static final String IMAGES =
      "{{.Repository}}\t{{.Tag}}\t{{.ID}}\t{{.CreatedSince}}\t{{.Size}}\t{{.SharedSize}}"
          + "\t{{.UniqueSize}}\t{{.Containers}}";
  private static final String CONTAINERS =
      "{{.ID}}\t{{.Image}}\t{{.Command}}\t{{.LocalVolumes}}\t{{.Size}}\t{{.RunningFor}}"
          + "\t{{.Status}}\t{{.Names}}";
  private static final String VOLUMES = "{{.Name}}\t{{.Links}}\t{{.Size}}";
  private static final String CACHE =
      "{{.ID}}\t{{.CacheType}}\t{{.Size}}\t{{.CreatedSince}}\t{{.LastUsedSince}}"
          + "\t{{.UsageCount}}\t{{.Shared}}";
  private static final Map<String, String> CACHE_HEADERS =
      Map.of(
          "ID", "CACHE ID",
          "CacheType", "CACHE TYPE",
          "Size", "SIZE",
          "CreatedSince", "CREATED",
          "LastUsedSince", "LAST USED",
          "UsageCount", "USAGE",
          "Shared", "SHARED");

  private final Call call;
  private final List<Fields> images = new ArrayList<>();
  private final List<Fields> containers = new ArrayList<>();
  private final List<Fields> volumes = new ArrayList<>();
  private final List<Fields> cache = new ArrayList<>();
  private long cacheSize;

  /**
   * Makes the rows.
   *
   * @param usage what the API gives
   * @param shortened whether ids and commands are cut
   */
  DiskUsageDetails(Call call, JsonObject usage, boolean shortened) {
    this.call = call;
    Machine machine = call.session().machine();
    for (JsonObject image : list(usage, "Images")) {
      images.addAll(ImageRow.of(machine, image, shortened, false, true));
    }
    for (JsonObject container : list(usage, "Containers")) {
      container.remove("SizeRootFs"); // of the image, which has a row of its own
      containers.add(ContainerRow.of(machine, container, shortened));
    }
    list(usage, "Volumes").forEach(volume -> volumes.add(VolumeRow.of(volume)));
    for (JsonObject piece : list(usage, "BuildCache")) {
      cache.add(cacheRow(piece, shortened));
      cacheSize += JsonFields.bool(piece, "Shared") ? 0 : JsonFields.number(piece, "Size");
    }
  }

  private static List<JsonObject> list(JsonObject usage, String name) {
    return JsonFields.objects(JsonFields.array(usage, name));
  }

  private static Fields cacheRow(JsonObject piece, boolean shortened) {
    String id = JsonFields.string(piece, "ID");
    boolean used = JsonFields.bool(piece, "InUse");
    return new Fields("*formatter.buildCacheContext")
        .with("ID", () -> (shortened ? Texts.shortId(id) : id) + (shortened && used ? "*" : ""))
        .with("CacheType", () -> JsonFields.string(piece, "Type"))
        .with("Size", () -> Sizes.decimalExact(JsonFields.number(piece, "Size")))
        .with("CreatedSince", () -> JsonFields.string(piece, "CreatedAt"))
        .with("LastUsedSince", () -> JsonFields.string(piece, "LastUsedAt"))
        .with("UsageCount", () -> Long.toString(JsonFields.number(piece, "UsageCount")))
        .with("Shared", () -> Boolean.toString(JsonFields.bool(piece, "Shared")));
  }

  /** The four tables under their headings. */
  void writeTables() {
    table("Images space usage:\n", IMAGES, ImageRow.HEADERS, images);
    table("\nContainers space usage:\n", CONTAINERS, ContainerRow.HEADERS, containers);
    table("\nLocal Volumes space usage:\n", VOLUMES, VolumeRow.HEADERS, volumes);
    String size = Sizes.decimalExact(cacheSize);
    table("\nBuild cache usage: " + size + "\n", CACHE, CACHE_HEADERS, cache);
  }

  private void table(String title, String columns, Map<String, String> headers, List<Fields> rows) {
    call.out().println(title);
    new ListFormat("", columns, Optional.empty(), headers).write(call.out(), rows);
  }

  /** Everything as one row, for a template or as JSON. */
  void write(String format) {
    Fields all =
        new Fields("*formatter.diskUsageContext")
            .withJson("Images", () -> array(images))
            .withJson("Containers", () -> array(containers))
            .withJson("Volumes", () -> array(volumes))
            .withJson("BuildCache", () -> array(cache));
    new ListFormat(format, "", Optional.empty(), Map.of()).write(call.out(), List.of(all));
  }

  private static JsonArray array(List<Fields> rows) {
    JsonArray array = new JsonArray();
    rows.forEach(row -> array.add(row.toJson()));
    return array;
  }
}
