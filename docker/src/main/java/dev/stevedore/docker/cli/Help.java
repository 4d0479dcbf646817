package dev.stevedore.docker.cli;

import dev.stevedore.docker.flags.FlagHelp;
import dev.stevedore.docker.flags.FlagTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The help texts of the program, a group, and a command. */
final class Help {
  private static final List<String> COMMON =
      List.of("run", "exec", "ps", "pull", "push", "images", "version", "info");
  private static final int NAME_WIDTH = 12;

  private Help() {}

  static String ofProgram(CommandTree tree, FlagTable globals, int columns) {
    StringBuilder text = new StringBuilder();
    text.append("Usage:  ").append(Program.NAME).append(" [OPTIONS] COMMAND\n\n");
    text.append("Containers: docker's commands, on Stevedore's engine or Docker's\n");
    List<CommandTree.Leaf> common = new ArrayList<>();
    List<CommandTree.Leaf> rest = new ArrayList<>();
    for (CommandTree.Leaf leaf : tree.leaves()) {
      (COMMON.contains(leaf.name()) ? common : rest).add(leaf);
    }
    common.sort(Comparator.comparingInt(leaf -> COMMON.indexOf(leaf.name())));
    list(text, "Common Commands:", common);
    list(text, "Management Commands:", tree.groups());
    list(text, "Commands:", sorted(rest));
    text.append("\nGlobal Options:\n").append(FlagHelp.draw(globals, columns));
    text.append("\nRun '").append(Program.NAME);
    return text.append(" COMMAND --help' for more information on a command.\n").toString();
  }

  static String ofGroup(CommandTree.Group group) {
    String path = Program.NAME + " " + group.name();
    StringBuilder text = new StringBuilder();
    text.append("Usage:  ")
        .append(path)
        .append(" COMMAND\n\n")
        .append(group.summary())
        .append('\n');
    list(text, "Commands:", sorted(group.leaves()));
    text.append("\nRun '").append(path);
    return text.append(" COMMAND --help' for more information on a command.\n").toString();
  }

  static String ofCommand(CommandTree tree, String path, Command command, int columns) {
    CommandSpec spec = command.spec();
    StringBuilder text = new StringBuilder();
    text.append(usage(path, spec)).append("\n\n").append(spec.summary()).append('\n');
    List<String> ways = tree.waysTo(command);
    if (ways.size() > 1) {
      text.append("\nAliases:\n  ").append(String.join(", ", ways)).append('\n');
    }
    if (!spec.flags().flags().isEmpty()) {
      text.append("\nOptions:\n").append(FlagHelp.draw(spec.flags(), columns));
    }
    return text.toString();
  }

  static String usage(String path, CommandSpec spec) {
    return "Usage:  " + path + (spec.usage().isEmpty() ? "" : " " + spec.usage());
  }

  private static void list(
      StringBuilder text, String title, List<? extends CommandTree.Entry> entries) {
    text.append('\n').append(title).append('\n');
    for (CommandTree.Entry entry : entries) {
      int gap = Math.max(1, NAME_WIDTH - entry.name().length());
      text.append("  ").append(entry.name()).append(" ".repeat(gap));
      text.append(entry.summary()).append('\n');
    }
  }

  private static List<CommandTree.Leaf> sorted(List<CommandTree.Leaf> leaves) {
    List<CommandTree.Leaf> sorted = new ArrayList<>(leaves);
    sorted.sort(Comparator.comparing(CommandTree.Leaf::name));
    return sorted;
  }
}
