package dev.stevedore.docker.command;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.format.JsonFields;
import java.util.List;
import java.util.Locale;

/** {@code --filter name=value}, as the API takes them: {@code {"name": {"value": true}}}. */
public final class Filters {
  private final JsonObject filters = new JsonObject();

  public static Filters of(List<String> given) {
    Filters filters = new Filters();
    for (String filter : given) {
      int equals = filter.indexOf('=');
      if (equals >= 0) {
        filters.with(
            filter.substring(0, equals).trim().toLowerCase(Locale.ROOT),
            filter.substring(equals + 1).trim());
      }
    }
    return filters;
  }

  /** Adds one and gives this back. */
  public Filters with(String name, String value) {
    if (filters.get(name) == null) {
      filters.add(name, new JsonObject());
    }
    JsonFields.object(filters, name).set(value, true);
    return this;
  }

  /** The same filters, apart from this. */
  public Filters copy() {
    Filters copy = new Filters();
    filters.forEach(
        member ->
            JsonFields.asObject(member.getValue())
                .forEach(value -> copy.with(member.getName(), value.getName())));
    return copy;
  }

  /** The values of one filter. */
  public List<String> values(String name) {
    return JsonFields.object(filters, name).names();
  }

  public boolean has(String name) {
    return filters.get(name) != null;
  }

  /** For the query; "" if there are none. */
  public String text() {
    return filters.isEmpty() ? "" : filters.toString();
  }
}
