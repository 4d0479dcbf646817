package dev.stevedore.runc.command;

import java.util.List;

/** Columns as Go's tabwriter sets them for runc: at least 12 wide, 3 blanks between. */
final class Table {
  private static final int LEAST_WIDTH = 12;
  private static final int PADDING = 3;

  private Table() {}

  static String format(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < columns; column++) {
        String cell = row.get(column);
        text.append(cell);
        if (column < columns - 1) {
          text.append(" ".repeat(width(rows, column) - cell.length()));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static int width(List<List<String>> rows, int column) {
    int widest = 0;
    for (List<String> row : rows) {
      widest = Math.max(widest, row.get(column).length());
    }
    return Math.max(LEAST_WIDTH, widest + PADDING);
  }
}
