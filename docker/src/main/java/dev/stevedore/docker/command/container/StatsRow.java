package dev.stevedore.docker.command.container;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import dev.stevedore.docker.format.Texts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** A sample of what a container uses, as a row of {@code stats}. */
final class StatsRow {
  static final Map<String, String> HEADERS =
      Map.of(
          "ID", "CONTAINER ID",
          "Name", "NAME",
          "Container", "CONTAINER",
          "CPUPerc", "CPU %",
          "MemUsage", "MEM USAGE / LIMIT",
          "MemPerc", "MEM %",
          "NetIO", "NET I/O",
          "BlockIO", "BLOCK I/O",
          "PIDs", "PIDS");

  private final JsonObject stats;

  private StatsRow(JsonObject stats) {
    this.stats = stats;
  }

  static Fields of(JsonObject stats, boolean shortened) {
    StatsRow row = new StatsRow(stats);
    String id = JsonFields.string(stats, "id");
    String name = JsonFields.string(stats, "name");
    return new Fields("*container.statsContext")
        .with("ID", () -> shortened ? Texts.shortId(id) : id)
        .with("Container", () -> shortened ? Texts.shortId(id) : id)
        .with("Name", () -> name.startsWith("/") ? name.substring(1) : name)
        .with("CPUPerc", () -> percent(row.cpu()))
        .with("MemUsage", row::memory)
        .with("MemPerc", () -> percent(row.memoryShare()))
        .with("NetIO", row::network)
        .with("BlockIO", row::blocks)
        .with("PIDs", row::pids);
  }

  /** The container's part of the CPU time that passed between two samples, of one CPU. */
  private double cpu() {
    JsonObject now = JsonFields.object(stats, "cpu_stats");
    JsonObject before = JsonFields.object(stats, "precpu_stats");
    double used = total(now) - total(before);
    double passed =
        JsonFields.number(now, "system_cpu_usage") - JsonFields.number(before, "system_cpu_usage");
    long cpus = JsonFields.number(now, "online_cpus");
    return used > 0 && passed > 0 ? used / passed * Math.max(1, cpus) * 100 : 0;
  }

  private static double total(JsonObject cpu) {
    return JsonFields.number(JsonFields.object(cpu, "cpu_usage"), "total_usage");
  }

  /** Without the page cache that the kernel would give up first. */
  private long usedMemory() {
    JsonObject memory = JsonFields.object(stats, "memory_stats");
    JsonObject detail = JsonFields.object(memory, "stats");
    long usage = JsonFields.number(memory, "usage");
    String cache =
        detail.get("total_inactive_file") != null ? "total_inactive_file" : "inactive_file";
    long inactive = JsonFields.number(detail, cache);
    return inactive < usage ? usage - inactive : usage;
  }

  private long memoryLimit() {
    return JsonFields.number(JsonFields.object(stats, "memory_stats"), "limit");
  }

  private String memory() {
    return Sizes.binary(usedMemory()) + " / " + Sizes.binary(memoryLimit());
  }

  private double memoryShare() {
    return memoryLimit() == 0 ? 0 : (double) usedMemory() / memoryLimit() * 100;
  }

  private String network() {
    long received = 0;
    long sent = 0;
    JsonObject networks = JsonFields.object(stats, "networks");
    for (String name : networks.names()) {
      JsonObject network = JsonFields.object(networks, name);
      received += JsonFields.number(network, "rx_bytes");
      sent += JsonFields.number(network, "tx_bytes");
    }
    return Sizes.decimal(received) + " / " + Sizes.decimal(sent);
  }

  private String blocks() {
    long read = 0;
    long written = 0;
    JsonObject blocks = JsonFields.object(stats, "blkio_stats");
    for (JsonObject entry :
        JsonFields.objects(JsonFields.array(blocks, "io_service_bytes_recursive"))) {
      String operation = JsonFields.string(entry, "op");
      if (operation.equalsIgnoreCase("read")) {
        read += JsonFields.number(entry, "value");
      } else if (operation.equalsIgnoreCase("write")) {
        written += JsonFields.number(entry, "value");
      }
    }
    return Sizes.decimal(read) + " / " + Sizes.decimal(written);
  }

  private String pids() {
    return Long.toString(JsonFields.number(JsonFields.object(stats, "pids_stats"), "current"));
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).setScale(2, RoundingMode.HALF_EVEN).toPlainString() + "%";
  }
}
