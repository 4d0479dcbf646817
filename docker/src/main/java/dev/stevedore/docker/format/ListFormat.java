package dev.stevedore.docker.format;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.template.Row;
import dev.stevedore.docker.template.Template;
import dev.stevedore.docker.template.TemplateException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a list as {@code --format} says.
 *
 * <pre>
 *   table             the usual columns under their names
 *   table TEMPLATE    the template's columns under their names
 *   json              one JSON object a line
 *   TEMPLATE          the template, once for each row, with \t and \n understood
 * </pre>
 */
public final class ListFormat {
  private static final String TABLE = "table";
  private static final int LEAST_WIDTH = 10;
  private static final int PADDING = 3;

  private final boolean table;
  private final String source;
  private final Map<String, String> headers;

  /**
   * Reads a format.
   *
   * @param format what the user gave
   * @param usual the template for "" and {@code table}, without that word
   * @param quiet the template instead of {@code usual} when only ids are wanted
   * @param headers the names of columns by their fields
   */
  public ListFormat(
      String format, String usual, Optional<String> quiet, Map<String, String> headers) {
    boolean usualTable = format.isEmpty() || format.equals(TABLE);
    this.headers = headers;
    if (quiet.isPresent() && !format.equals("json") && (usualTable || !format.startsWith(TABLE))) {
      table = false;
      source = quiet.get();
    } else if (usualTable) {
      table = true;
      source = usual;
    } else if (format.equals("json")) {
      table = false;
      source = "{{json .}}";
    } else {
      table = format.startsWith(TABLE);
      String template = table ? format.substring(TABLE.length()) : format;
      source = strip(template).replace("\\t", "\t").replace("\\n", "\n");
    }
  }

  private static String strip(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && text.charAt(start) == ' ') {
      start++;
    }
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    return text.substring(start, end);
  }

  /** Whether the template has the field, such as {@code .Size}: some cost the daemon time. */
  public boolean mentions(String field) {
    return source.contains(field);
  }

  /** Whether names of columns are shown. */
  public boolean isTable() {
    return table;
  }

  /**
   * Writes the rows.
   *
   * @throws CliException if the template cannot be read or asks for what rows do not have
   */
  public void write(Output out, List<? extends Row> rows) {
    try {
      Template template = Template.parse(source);
      StringBuilder body = new StringBuilder();
      for (Row row : rows) {
        body.append(template.fill(row)).append('\n');
      }
      if (table) {
        String head = template.fillHeader(new HeaderRow(headers)) + "\n";
        out.print(new TabWriter(LEAST_WIDTH, PADDING).align(head + body));
      } else {
        out.print(body.toString());
      }
    } catch (TemplateException e) {
      throw new CliException("template parsing error: " + e.getMessage(), 1, e);
    }
  }

  /** The names of columns, as a row. */
  private record HeaderRow(Map<String, String> headers) implements Row {
    @Override
    public String typeName() {
      return "formatter.SubHeaderContext";
    }

    @Override
    public Optional<JsonValue> field(String name) {
      return Optional.of(headers.containsKey(name) ? Json.value(headers.get(name)) : Json.NULL);
    }

    /** The column of a label is named for the last part of the label's name. */
    @Override
    public Optional<JsonValue> call(String name, List<JsonValue> arguments) {
      String label = arguments.getFirst().asString();
      String last = label.substring(label.lastIndexOf('.') + 1);
      return Optional.of(Json.value(last.replace('-', ' ').replace('_', ' ')));
    }

    @Override
    public JsonObject toJson() {
      JsonObject all = new JsonObject();
      headers.forEach(all::add);
      return all;
    }
  }
}
