package dev.stevedore.docker.format;

/** Lays JSON out on lines as Go's json.Indent does, without touching numbers and strings. */
public final class JsonIndent {
  private JsonIndent() {}

  /**
   * Lays it out.
   *
   * @param json well-formed
   * @param prefix begins every line but the first
   * @param step what one level is indented
   */
  public static String indent(String json, String prefix, String step) {
    StringBuilder out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean opened = false;
    int at = 0;
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        at++;
        continue;
      }
      if (opened && c != ']' && c != '}') {
        opened = false;
        depth++;
        line(out, prefix, step, depth);
      }
      if (c == '"') {
        int end = endOfString(json, at);
        out.append(json, at, end);
        at = end;
        continue;
      }
      switch (c) {
        case '{', '[' -> {
          opened = true;
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          line(out, prefix, step, depth);
        }
        case ':' -> out.append(": ");
        case '}', ']' -> {
          if (opened) {
            opened = false;
          } else {
            depth--;
            line(out, prefix, step, depth);
          }
          out.append(c);
        }
        default -> out.append(c);
      }
      at++;
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String prefix, String step, int depth) {
    out.append('\n').append(prefix).append(step.repeat(depth));
  }

  private static int endOfString(String json, int start) {
    int at = start + 1;
    while (at < json.length() && json.charAt(at) != '"') {
      at += json.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(json.length(), at + 1);
  }
}
