package dev.stevedore.dockerd.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The text of {@code --help}, made from the table of settings. */
final class Usage {
  static final String SHORT = "A self-sufficient runtime for containers.";

  private record Line(String flag, Optional<Character> shorthand, String placeholder, String help) {
    String left() {
      return "  %s --%s%s"
          .formatted(
              shorthand.map(c -> "-" + c + ",").orElse("   "),
              flag,
              placeholder.isEmpty() ? "" : " " + placeholder);
    }
  }

  private Usage() {}

  static String text(String program) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("help", Optional.of('h'), "", "Print usage"));
    lines.add(new Line("version", Optional.of('v'), "", "Print version information and quit"));
    for (Setting setting : Settings.ALL) {
      lines.add(
          new Line(
              setting.flag(),
              setting.shorthand(),
              setting.kind().placeholder,
              setting.help() + defaultOf(setting)));
    }
    lines.sort(Comparator.comparing(Line::flag));
    int width = lines.stream().mapToInt(line -> line.left().length()).max().orElse(0) + 3;
    StringBuilder text = new StringBuilder();
    text.append("\nUsage:  ").append(program).append(" [OPTIONS]\n\n").append(SHORT);
    text.append("\n\nOptions:\n");
    for (Line line : lines) {
      text.append(line.left()).repeat(" ", width - line.left().length());
      text.append(line.help()).append('\n');
    }
    return text.toString();
  }

  private static String defaultOf(Setting setting) {
    if (setting.fallback().isEmpty()) {
      return "";
    }
    return setting.kind() == Setting.Kind.INT
        ? " (default " + setting.fallback() + ")"
        : " (default \"" + setting.fallback() + "\")";
  }
}
