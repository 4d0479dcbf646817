package dev.stevedore.docker.format;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.template.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** A row put together from suppliers, each asked only when its field is wanted. */
public final class Fields implements Row {
  private final String typeName;
  private final Map<String, Supplier<JsonValue>> fields = new TreeMap<>();
  private Optional<Function<String, String>> labels = Optional.empty();

  /**
   * A row without fields.
   *
   * @param typeName what messages call it
   */
  public Fields(String typeName) {
    this.typeName = typeName;
  }

  /** Adds a field of text and gives the row back. */
  public Fields with(String name, Supplier<String> value) {
    fields.put(name, () -> Json.value(value.get()));
    return this;
  }

  /** Adds a field of any kind. */
  public Fields withJson(String name, Supplier<JsonValue> value) {
    fields.put(name, value);
    return this;
  }

  /** Lets the template ask {@code .Label "name"}. */
  public Fields withLabels(Function<String, String> lookup) {
    labels = Optional.of(lookup);
    return this;
  }

  @Override
  public String typeName() {
    return typeName;
  }

  @Override
  public Optional<JsonValue> field(String name) {
    Supplier<JsonValue> supplier = fields.get(name);
    return supplier == null ? Optional.empty() : Optional.of(supplier.get());
  }

  @Override
  public Optional<JsonValue> call(String name, List<JsonValue> arguments) {
    if (!name.equals("Label") || arguments.size() != 1 || !arguments.getFirst().isString()) {
      return Optional.empty();
    }
    return labels.map(lookup -> Json.value(lookup.apply(arguments.getFirst().asString())));
  }

  @Override
  public JsonObject toJson() {
    JsonObject all = new JsonObject();
    fields.forEach((name, value) -> all.add(name, value.get()));
    return all;
  }
}
