package dev.stevedore.docker.template;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The functions that a template may call: Go's own and docker's. */
final class Functions {
  private static final Set<String> NAMES =
      Set.of(
          "json",
          "split",
          "join",
          "title",
          "lower",
          "upper",
          "pad",
          "truncate",
          "println",
          "print",
          "printf",
          "len",
          "index",
          "slice",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "and",
          "or",
          "not");

  /** What leaves the name of a column as it is. */
  private static final Set<String> QUIET_IN_HEADERS =
      Set.of("json", "split", "join", "title", "lower", "upper", "truncate");

  private final boolean forHeaders;

  /**
   * @param forHeaders whether the names of columns are filled in, which keep their letters
   */
  Functions(boolean forHeaders) {
    this.forHeaders = forHeaders;
  }

  static boolean isKnown(String name) {
    return NAMES.contains(name);
  }

  Value call(String name, List<Value> arguments) {
    if (forHeaders && QUIET_IN_HEADERS.contains(name) && !arguments.isEmpty()) {
      return arguments.getFirst();
    }
    return switch (name) {
      case "json" -> Value.of(json(one(arguments)));
      case "split" -> split(text(arguments, 0), text(arguments, 1));
      case "join" -> join(get(arguments, 0).toJson(), text(arguments, 1));
      case "title" -> Value.of(title(one(arguments).print()));
      case "lower" -> Value.of(one(arguments).print().toLowerCase(Locale.ROOT));
      case "upper" -> Value.of(one(arguments).print().toUpperCase(Locale.ROOT));
      case "pad" -> pad(text(arguments, 0), number(arguments, 1), number(arguments, 2));
      case "truncate" -> truncate(text(arguments, 0), number(arguments, 1));
      case "print" -> Value.of(print(arguments));
      case "println" -> Value.of(println(arguments));
      case "printf" ->
          Value.of(Printf.format(text(arguments, 0), arguments.subList(1, arguments.size())));
      case "len" -> Value.of(length(one(arguments).toJson()));
      case "index" -> index(arguments);
      case "slice" -> slice(arguments);
      case "and" -> firstWith(arguments, false);
      case "or" -> firstWith(arguments, true);
      case "not" -> Value.of(!one(arguments).isTrue());
      case "eq" -> Value.of(equal(arguments));
      case "ne" -> Value.of(compare(get(arguments, 0), get(arguments, 1)) != 0);
      case "lt" -> Value.of(compare(get(arguments, 0), get(arguments, 1)) < 0);
      case "le" -> Value.of(compare(get(arguments, 0), get(arguments, 1)) <= 0);
      case "gt" -> Value.of(compare(get(arguments, 0), get(arguments, 1)) > 0);
      case "ge" -> Value.of(compare(get(arguments, 0), get(arguments, 1)) >= 0);
      default -> throw new TemplateException("function \"" + name + "\" not defined");
    };
  }

  /** Rows are written as Go's encoding/json does by default: safe to stand in HTML. */
  private static String json(Value value) {
    String json = value.toJson().toString();
    return value instanceof Value.Fields
        ? json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
        : json;
  }

  private static Value split(String text, String separator) {
    JsonArray parts = new JsonArray();
    if (separator.isEmpty()) {
      text.chars().forEach(c -> parts.add(String.valueOf((char) c)));
      return new Value.Data(parts);
    }
    int from = 0;
    int found = text.indexOf(separator);
    while (found >= 0) {
      parts.add(text.substring(from, found));
      from = found + separator.length();
      found = text.indexOf(separator, from);
    }
    return new Value.Data(parts.add(text.substring(from)));
  }

  private static Value join(JsonValue elements, String separator) {
    List<String> texts = new ArrayList<>();
    if (elements.isArray()) {
      elements.asArray().forEach(item -> texts.add(new Value.Data(item).print()));
    } else if (elements.isObject()) {
      elements.asObject().forEach(item -> texts.add(new Value.Data(item.getValue()).print()));
      texts.sort(null);
    } else if (!elements.isNull()) {
      throw new TemplateException("expected slice, got " + new Value.Data(elements).print());
    }
    return Value.of(String.join(separator, texts));
  }

  private static String title(String text) {
    StringBuilder titled = new StringBuilder(text);
    boolean start = true;
    for (int i = 0; i < titled.length(); i++) {
      char c = titled.charAt(i);
      if (start) {
        titled.setCharAt(i, Character.toUpperCase(c));
      }
      start = !Character.isLetterOrDigit(c) && c != '_' && c != '\'';
    }
    return titled.toString();
  }

  private static Value pad(String text, int before, int after) {
    return Value.of(text.isEmpty() ? text : " ".repeat(before) + text + " ".repeat(after));
  }

  private static Value truncate(String text, int length) {
    return Value.of(text.length() < length ? text : text.substring(0, length));
  }

  private static String print(List<Value> arguments) {
    StringBuilder text = new StringBuilder();
    boolean wasText = true;
    for (int i = 0; i < arguments.size(); i++) {
      boolean isText = arguments.get(i).toJson().isString();
      if (i > 0 && !isText && !wasText) {
        text.append(' ');
      }
      text.append(arguments.get(i).print());
      wasText = isText;
    }
    return text.toString();
  }

  private static String println(List<Value> arguments) {
    return String.join(" ", arguments.stream().map(Value::print).toList()) + "\n";
  }

  private static long length(JsonValue json) {
    if (json.isString()) {
      return json.asString().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    }
    if (json.isArray()) {
      return json.asArray().size();
    }
    if (json.isObject()) {
      return json.asObject().size();
    }
    if (json.isNull()) {
      return 0;
    }
    throw new TemplateException("len of type " + new Value.Data(json).print());
  }

  private static Value index(List<Value> arguments) {
    JsonValue at = get(arguments, 0).toJson();
    for (Value key : arguments.subList(1, arguments.size())) {
      if (at.isObject()) {
        JsonObject object = at.asObject();
        JsonValue member = object.get(key.print());
        at = member == null ? absentLike(object) : member;
      } else if (at.isArray() && key.toJson().isNumber()) {
        int i = key.toJson().asInt();
        if (i < 0 || i >= at.asArray().size()) {
          throw new TemplateException("index out of range: " + i);
        }
        at = at.asArray().get(i);
      } else if (at.isNull()) {
        throw new TemplateException("index of untyped nil");
      } else {
        throw new TemplateException("can't index item of type " + new Value.Data(at).print());
      }
    }
    return new Value.Data(at);
  }

  /** A map of strings gives "" for what it does not have, any other map nil. */
  private static JsonValue absentLike(JsonObject object) {
    for (JsonObject.Member member : object) {
      if (!member.getValue().isString()) {
        return Json.NULL;
      }
    }
    return Json.value("");
  }

  private static Value slice(List<Value> arguments) {
    JsonValue whole = get(arguments, 0).toJson();
    int size = (int) length(whole);
    int from = arguments.size() > 1 ? number(arguments, 1) : 0;
    int to = arguments.size() > 2 ? number(arguments, 2) : size;
    if (from < 0 || to > size || from > to) {
      throw new TemplateException("index out of range: " + (from < 0 ? from : to));
    }
    if (whole.isString()) {
      return Value.of(whole.asString().substring(from, to));
    }
    JsonArray part = new JsonArray();
    for (int i = from; i < to; i++) {
      part.add(whole.asArray().get(i));
    }
    return new Value.Data(part);
  }

  private static Value firstWith(List<Value> arguments, boolean truth) {
    for (Value argument : arguments) {
      if (argument.isTrue() == truth) {
        return argument;
      }
    }
    return get(arguments, arguments.size() - 1);
  }

  private static boolean equal(List<Value> arguments) {
    Value first = get(arguments, 0);
    get(arguments, 1);
    for (Value other : arguments.subList(1, arguments.size())) {
      if (compare(first, other) == 0) {
        return true;
      }
    }
    return false;
  }

  private static int compare(Value left, Value right) {
    JsonValue a = left.toJson();
    JsonValue b = right.toJson();
    if (a.isNumber() && b.isNumber()) {
      return Double.compare(a.asDouble(), b.asDouble());
    }
    if (a.isString() != b.isString() || a.isBoolean() != b.isBoolean()) {
      throw new TemplateException("incompatible types for comparison");
    }
    return left.print().compareTo(right.print());
  }

  private static Value one(List<Value> arguments) {
    return get(arguments, 0);
  }

  private static Value get(List<Value> arguments, int i) {
    if (i < 0 || i >= arguments.size()) {
      throw new TemplateException(
          "wrong number of args: want at least " + (i + 1) + " got " + arguments.size());
    }
    return arguments.get(i);
  }

  private static String text(List<Value> arguments, int i) {
    return get(arguments, i).print();
  }

  private static int number(List<Value> arguments, int i) {
    JsonValue json = get(arguments, i).toJson();
    if (!json.isNumber()) {
      throw new TemplateException("expected integer; found " + get(arguments, i).print());
    }
    return json.asInt();
  }
}
