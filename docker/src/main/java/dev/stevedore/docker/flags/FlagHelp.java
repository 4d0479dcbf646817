package dev.stevedore.docker.flags;

import java.util.List;

/** Draws the options part of a help text: names on the left, wrapped descriptions on the right. */
public final class FlagHelp {
  private static final int GAP = 3;
  private static final int NARROWEST_HELP = 24;

  private FlagHelp() {}

  /**
   * @param columns the width of the terminal
   */
  public static String draw(FlagTable table, int columns) {
    List<Flag> flags = table.flags();
    int left = 0;
    for (Flag flag : flags) {
      left = Math.max(left, leftOf(flag).length());
    }
    int indent = left + GAP;
    int width = Math.max(NARROWEST_HELP, columns - indent);
    StringBuilder text = new StringBuilder();
    for (Flag flag : flags) {
      String name = leftOf(flag);
      text.append(name).append(" ".repeat(indent - name.length()));
      wrap(flag.help() + initialOf(flag), indent, width, text);
    }
    return text.toString();
  }

  private static String leftOf(Flag flag) {
    String start =
        flag.shorthand() == Flag.NO_SHORTHAND ? "      " : "  -" + flag.shorthand() + ", ";
    String word = flag.type().word();
    return start + "--" + flag.name() + (word.isEmpty() ? "" : " " + word);
  }

  private static String initialOf(Flag flag) {
    if (flag.initial().isEmpty() || flag.initial().equals("false")) {
      return "";
    }
    return flag.type() == FlagType.STRING
        ? " (default \"" + flag.initial() + "\")"
        : " (default " + flag.initial() + ")";
  }

  private static void wrap(String help, int indent, int width, StringBuilder text) {
    int column = 0;
    for (String word : help.split(" ", -1)) {
      if (column > 0 && column + 1 + word.length() > width) {
        text.append('\n').append(" ".repeat(indent));
        column = 0;
      }
      if (column > 0) {
        text.append(' ');
        column++;
      }
      text.append(word);
      column += word.length();
    }
    text.append('\n');
  }
}
