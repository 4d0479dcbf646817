package dev.stevedore.lib.daemon.toml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a text line by line: tables' names, and keys with values. */
public final class Toml {
  private final Cursor cursor;
  private final Values values;
  private final Map<String, Object> root = new LinkedHashMap<>();

  /** The tables that had a line of their own. */
  private final Set<Map<String, Object>> named = Collections.newSetFromMap(new IdentityHashMap<>());

  private Toml(String file, String text) {
    this.cursor = new Cursor(file, text);
    this.values = new Values(cursor);
  }

  /**
   * Reads a text.
   *
   * @param file its name, for errors
   * @return values by their keys, in the order of the text: String, Long, Double, Boolean, lists of
   *     them, and maps for tables
   * @throws TomlException if it is not TOML
   */
  public static Map<String, Object> parse(String file, String text) {
    return new Toml(file, text).parse();
  }

  private Map<String, Object> parse() {
    Map<String, Object> table = root;
    cursor.skipLines();
    while (!cursor.atEnd()) {
      if (cursor.take("[[")) {
        table = element(values.key());
        cursor.expect("]]");
      } else if (cursor.take("[")) {
        table = table(values.key());
        cursor.expect("]");
      } else {
        values.assign(table);
      }
      cursor.endOfLine();
      cursor.skipLines();
    }
    return root;
  }

  private Map<String, Object> table(List<String> name) {
    Map<String, Object> table = root;
    for (String part : name) {
      table = values.child(table, part);
    }
    if (!named.add(table)) {
      throw cursor.error("table " + String.join(".", name) + " is there twice");
    }
    return table;
  }

  /** One more of an array of tables. */
  @SuppressWarnings("unchecked")
  private Map<String, Object> element(List<String> name) {
    Map<String, Object> parent = root;
    for (String part : name.subList(0, name.size() - 1)) {
      parent = values.child(parent, part);
    }
    Map<String, Object> made = new LinkedHashMap<>();
    switch (parent.computeIfAbsent(name.getLast(), _ -> new ArrayList<Object>())) {
      case List<?> list -> ((List<Object>) list).add(made);
      default -> throw cursor.error(String.join(".", name) + " is no array");
    }
    return made;
  }
}
