package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** {@code docker top}: what {@code ps -ef} would say of some processes, out of proc(5). */
final class ProcessTable {
  private static final long TICKS_PER_SECOND = 100;
  private static final List<String> TITLES =
      List.of("UID", "PID", "PPID", "C", "STIME", "TTY", "TIME", "CMD");

  private ProcessTable() {}

  static ObjectNode of(List<Integer> pids) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode processes = json.putArray("Processes");
    for (int pid : pids) {
      Path proc = Path.of("/proc", Integer.toString(pid));
      if (Files.exists(proc)) {
        ArrayNode line = processes.addArray();
        row(pid, proc).forEach(line::add);
      }
    }
    ArrayNode titles = json.putArray("Titles");
    TITLES.forEach(titles::add);
    return json;
  }

  private static List<String> row(int pid, Path proc) throws IOException {
    String stat = Files.readString(proc.resolve("stat"));
    int close = stat.lastIndexOf(')');
    String comm = stat.substring(stat.indexOf('(') + 1, close);
    // Fields from the third on, which is the state.
    String[] fields = stat.substring(close + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    long started = Long.parseLong(fields[19]) / TICKS_PER_SECOND;
    Instant start = bootTime().plusSeconds(started);
    String command =
        new String(Files.readAllBytes(proc.resolve("cmdline")), StandardCharsets.UTF_8)
            .replace('\0', ' ')
            .strip();
    return List.of(
        owner(proc),
        Integer.toString(pid),
        fields[1],
        "0",
        startTime(start),
        terminal(Integer.parseInt(fields[4])),
        time(ticks / TICKS_PER_SECOND),
        command.isEmpty() ? "[" + comm + "]" : command);
  }

  private static String owner(Path proc) throws IOException {
    return Files.getOwner(proc).getName();
  }

  private static Instant bootTime() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/stat"))) {
      if (line.startsWith("btime ")) {
        return Instant.ofEpochSecond(Long.parseLong(line.substring(6).strip()));
      }
    }
    throw new IOException("/proc/stat has no btime");
  }

  private static String startTime(Instant start) {
    ZonedDateTime local = start.atZone(ZoneId.systemDefault());
    boolean today = local.toLocalDate().equals(LocalDate.now(ZoneId.systemDefault()));
    return DateTimeFormatter.ofPattern(today ? "HH:mm" : "MMMdd", Locale.ROOT).format(local);
  }

  private static String terminal(int device) {
    int major = device >> 8 & 0xfff;
    int minor = (device & 0xff) | (device >> 12 & 0xfff00);
    return major >= 136 && major <= 143 ? "pts/" + (minor + (major - 136) * 256) : "?";
  }

  private static String time(long seconds) {
    return "%02d:%02d:%02d".formatted(seconds / 3600, seconds / 60 % 60, seconds % 60);
  }
}
