package dev.stevedore.docker.command;

import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.format.Fields;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.ListFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the commands that list things have in common: one request, and rows as asked for. */
public final class Listing {
  private final Call call;
  private final ListFormat format;

  private Listing(Call call, ListFormat format) {
    this.call = call;
    this.format = format;
  }

  /**
   * A list as the flag {@code format} wants it.
   *
   * @param columns the template of the usual table
   * @param headers the names of columns by their fields
   */
  public static Listing of(Call call, String columns, Map<String, String> headers) {
    return new Listing(
        call, new ListFormat(call.flags().string("format"), columns, Optional.empty(), headers));
  }

  /**
   * A list as the flags {@code format} and {@code quiet} want it.
   *
   * @param name the template of what is shown of each if it is quiet
   */
  public static Listing orQuiet(
      Call call, String columns, String name, Map<String, String> headers) {
    Optional<String> quiet = call.flags().bool("quiet") ? Optional.of(name) : Optional.empty();
    return new Listing(
        call, new ListFormat(call.flags().string("format"), columns, quiet, headers));
  }

  /** Whether the template has the field, such as {@code .Size}: some cost the daemon time. */
  public boolean mentions(String field) {
    return format.mentions(field);
  }

  /** Asks the daemon for an array of objects. */
  public List<JsonObject> ask(String path) {
    return JsonFields.objects(answer(path));
  }

  /** Asks the daemon. */
  public JsonValue answer(String path) {
    return call.engine().get(path).json();
  }

  /** The flags {@code filter}, for the query. */
  public String filters() {
    return Filters.of(call.flags().list("filter")).text();
  }

  /**
   * Shows one row for each.
   *
   * @return the exit status
   */
  public int show(List<JsonObject> things, Function<JsonObject, Fields> row) {
    List<Fields> rows = new ArrayList<>();
    for (JsonObject thing : things) {
      rows.add(row.apply(thing));
    }
    return show(rows);
  }

  /**
   * Shows rows.
   *
   * @return the exit status
   */
  public int show(List<Fields> rows) {
    format.write(call.out(), rows);
    return 0;
  }

  /** Labels as the columns show them: {@code a=1,b=2}. */
  public static String labels(JsonObject labels) {
    List<String> pairs = new ArrayList<>();
    for (String name : labels.names()) {
      pairs.add(name + "=" + JsonFields.string(labels, name));
    }
    pairs.sort(null);
    return String.join(",", pairs);
  }
}
