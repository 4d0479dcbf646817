package dev.stevedore.docker.create;

import dev.stevedore.docker.flags.BadValueException;
import java.util.ArrayList;
import java.util.List;

/** One line of comma-separated fields (RFC 4180): a field in quotes may have commas. */
final class Csv {
  private Csv() {}

  static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quoted) {
        if (c != '"') {
          field.append(c);
        } else if (i + 1 < line.length() && line.charAt(i + 1) == '"') {
          field.append(c);
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"' && field.isEmpty()) {
        quoted = true;
      } else if (c == '"') {
        throw new BadValueException(
            "parse error on line 1, column " + (i + 1) + ": bare \" in non-quoted-field");
      } else if (c == ',') {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    if (quoted) {
      throw new BadValueException(
          "parse error on line 1, column "
              + line.length()
              + ": extraneous or missing \" in"
              + " quoted-field");
    }
    fields.add(field.toString());
    return fields;
  }
}
