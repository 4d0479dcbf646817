package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code docker top}: what the host's ps(1) says, and of that the lines of some processes. */
final class ProcessTable {
  private static final String DEFAULT = "-ef";

  /** A column under another title, which must not be the one that the processes are found by. */
  private static final Pattern TITLED = Pattern.compile("\\s+([^\\s]*)=\\s*(PID[^\\s]*)");

  private ProcessTable() {}

  /**
   * Runs ps.
   *
   * @param options of ps; empty for {@code -ef}
   * @throws ApiException with ps's own words when it does not like them
   */
  static ObjectNode of(Set<Integer> pids, String options) throws IOException, InterruptedException {
    List<String> arguments = Arrays.asList((options.isEmpty() ? DEFAULT : options).split(" ", -1));
    List<String> chosen = new ArrayList<>(arguments);
    chosen.add(
        "-q" + new TreeSet<>(pids).stream().map(String::valueOf).collect(Collectors.joining(",")));
    Output output = run(chosen);
    if (output.status != 0) {
      // some options do not go together with -q
      output = run(arguments);
    }
    if (output.status != 0) {
      String first = output.err.lines().findFirst().orElse("exit status " + output.status);
      throw new ApiException.Internal("ps: " + first);
    }
    return parse(output.out, pids);
  }

  /**
   * Refuses options that would hide the pids.
   *
   * @throws ApiException with Docker's text
   */
  static void check(String options) {
    Matcher titled = TITLED.matcher(options);
    while (titled.find()) {
      if (!titled.group(1).equals("pid")) {
        throw new ApiException.Internal(
            "specifying \"" + titled.group(1) + "=" + titled.group(2) + "\" is not allowed");
      }
    }
  }

  private record Output(int status, String out, String err) {}

  private static Output run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ps"));
    command.addAll(arguments);
    Process ps = new ProcessBuilder(command).start();
    ps.getOutputStream().close();
    String out = new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(ps.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Output(ps.waitFor(), out, err);
  }

  /** The lines of {@code pids}; the last column has whatever is left of a line. */
  static ObjectNode parse(String output, Set<Integer> pids) {
    List<String> lines = output.lines().toList();
    List<String> titles = lines.isEmpty() ? List.of() : words(lines.getFirst());
    int column = titles.indexOf("PID");
    if (column < 0) {
      throw new ApiException.Internal("Couldn't find PID field in ps output");
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode processes = json.putArray("Processes");
    boolean ours = false;
    for (String line : lines.subList(1, lines.size())) {
      List<String> fields = words(line);
      if (fields.size() <= column) {
        continue;
      }
      String pid = fields.get(column);
      // threads, whose lines follow their process's
      ours = pid.equals("-") ? ours : pids.contains(number(pid));
      if (ours) {
        ArrayNode row = processes.addArray();
        int last = Math.min(titles.size() - 1, fields.size());
        fields.subList(0, last).forEach(row::add);
        row.add(String.join(" ", fields.subList(last, fields.size())));
      }
    }
    ArrayNode head = json.putArray("Titles");
    titles.forEach(head::add);
    return json;
  }

  private static List<String> words(String line) {
    String text = line.strip();
    return text.isEmpty() ? List.of() : Arrays.asList(text.split("\\s+"));
  }

  private static int number(String pid) {
    try {
      return Integer.parseInt(pid);
    } catch (NumberFormatException e) {
      throw new ApiException.Internal("Unexpected pid '" + pid + "': " + e.getMessage(), e);
    }
  }
}
