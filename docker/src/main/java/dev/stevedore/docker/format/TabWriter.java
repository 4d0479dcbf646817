package dev.stevedore.docker.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Aligns text in columns, as Go's text/tabwriter: a tab ends a cell, and cells that stand above
 * each other in neighbouring lines have the same width. What follows the last tab of a line belongs
 * to no column.
 */
public final class TabWriter {
  private final int leastWidth;
  private final int padding;

  /**
   * How columns are spaced.
   *
   * @param leastWidth of a column, with its padding
   * @param padding spaces after the widest cell
   */
  public TabWriter(int leastWidth, int padding) {
    this.leastWidth = leastWidth;
    this.padding = padding;
  }

  /** The text with its tabs replaced by spaces. */
  public String align(String text) {
    List<String[]> lines = new ArrayList<>();
    for (String line : Texts.parts(text, '\n')) {
      lines.add(Texts.parts(line, '\t'));
    }
    int[][] widths = new int[lines.size()][];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = new int[lines.get(i).length - 1];
    }
    for (int i = 0; i < widths.length; i++) {
      for (int column = 0; column < widths[i].length; column++) {
        if (widths[i][column] == 0) {
          setWidth(lines, widths, i, column);
        }
      }
    }
    return draw(lines, widths);
  }

  /** A column goes on as long as the lines below have a cell there too. */
  private void setWidth(List<String[]> lines, int[][] widths, int first, int column) {
    int width = leastWidth;
    int end = first;
    while (end < widths.length && widths[end].length > column) {
      String cell = lines.get(end)[column];
      width = Math.max(width, cell.codePointCount(0, cell.length()) + padding);
      end++;
    }
    for (int i = first; i < end; i++) {
      widths[i][column] = width;
    }
  }

  private static String draw(List<String[]> lines, int[][] widths) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String[] cells = lines.get(i);
      for (int column = 0; column < cells.length; column++) {
        text.append(cells[column]);
        if (column < widths[i].length) {
          int length = cells[column].codePointCount(0, cells[column].length());
          text.append(" ".repeat(widths[i][column] - length));
        }
      }
      if (i < widths.length - 1) {
        text.append('\n');
      }
    }
    return text.toString();
  }
}
