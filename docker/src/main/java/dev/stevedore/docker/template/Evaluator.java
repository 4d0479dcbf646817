package dev.stevedore.docker.template;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonArray;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.template.Pipeline.Operand;
import dev.stevedore.docker.template.Pipeline.Place;
import dev.stevedore.docker.template.Pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fills in a template. */
final class Evaluator {
  private final StringBuilder out = new StringBuilder();
  private final Functions functions;
  private final Missing missing;
  private final String nothing;
  private final List<Variable> variables = new ArrayList<>();

  /** A variable in scope. */
  private static final class Variable {
    private final String name;
    private Value value;

    Variable(String name, Value value) {
      this.name = name;
      this.value = value;
    }
  }

  /**
   * An evaluator for one filling.
   *
   * @param nothing how null is printed
   */
  Evaluator(Functions functions, Missing missing, String nothing) {
    this.functions = functions;
    this.missing = missing;
    this.nothing = nothing;
  }

  String fill(List<Node> nodes, Value dot) {
    variables.add(new Variable("$", dot));
    walk(nodes, dot);
    return out.toString();
  }

  private void walk(List<Node> nodes, Value dot) {
    int scope = variables.size();
    for (Node node : nodes) {
      switch (node) {
        case Node.Text(String text) -> out.append(text);
        case Node.Action(Pipeline pipeline) -> {
          Value value = evaluate(pipeline, dot);
          if (pipeline.variables().isEmpty()) {
            out.append(printed(value));
          }
        }
        case Node.If(Pipeline condition, List<Node> then, List<Node> otherwise) ->
            inScope(() -> walk(evaluate(condition, dot).isTrue() ? then : otherwise, dot));
        case Node.With(Pipeline pipeline, List<Node> then, List<Node> otherwise) ->
            inScope(
                () -> {
                  Value value = evaluate(pipeline, dot);
                  boolean taken = value.isTrue();
                  walk(taken ? then : otherwise, taken ? value : dot);
                });
        case Node.Range range -> inScope(() -> range(range, dot));
      }
    }
    leave(scope);
  }

  private String printed(Value value) {
    return value instanceof Value.Data(JsonValue json) && json.isNull() ? nothing : value.print();
  }

  private void inScope(Runnable body) {
    int scope = variables.size();
    body.run();
    leave(scope);
  }

  private void leave(int scope) {
    while (variables.size() > scope) {
      variables.removeLast();
    }
  }

  private void range(Node.Range range, Value dot) {
    Pipeline pipeline = range.pipeline();
    Pipeline bare = new Pipeline(List.of(), false, pipeline.steps());
    JsonValue over = evaluate(bare, dot).toJson();
    List<Value> keys = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    if (over.isArray()) {
      for (JsonValue item : over.asArray()) {
        keys.add(Value.of(keys.size()));
        values.add(new Value.Data(item));
      }
    } else if (over.isObject()) {
      List<String> names = new ArrayList<>(over.asObject().names());
      names.sort(null);
      for (String name : names) {
        keys.add(Value.of(name));
        values.add(new Value.Data(over.asObject().get(name)));
      }
    } else if (over.isNumber()) {
      for (int i = 0; i < over.asInt(); i++) {
        keys.add(Value.of(i));
        values.add(Value.of(i));
      }
    } else if (!over.isNull()) {
      throw at(firstPlace(pipeline), "range can't iterate over " + new Value.Data(over).print());
    }
    if (values.isEmpty()) {
      walk(range.otherwise(), dot);
      return;
    }
    for (int i = 0; i < values.size(); i++) {
      int scope = variables.size();
      List<String> names = pipeline.variables();
      if (names.size() == 1) {
        variables.add(new Variable(names.getFirst(), values.get(i)));
      } else if (names.size() > 1) {
        variables.add(new Variable(names.get(0), keys.get(i)));
        variables.add(new Variable(names.get(1), values.get(i)));
      }
      walk(range.body(), values.get(i));
      leave(scope);
    }
  }

  private static Place firstPlace(Pipeline pipeline) {
    return pipeline.steps().getFirst().operands().getFirst().place();
  }

  private Value evaluate(Pipeline pipeline, Value dot) {
    Optional<Value> piped = Optional.empty();
    for (Step step : pipeline.steps()) {
      piped = Optional.of(evaluate(step, piped, dot));
    }
    Value value = piped.orElse(new Value.Data(Json.NULL));
    for (String name : pipeline.variables()) {
      if (pipeline.assigns()) {
        variable(name, firstPlace(pipeline)).value = value;
      } else {
        variables.add(new Variable(name, value));
      }
    }
    return value;
  }

  private Value evaluate(Step step, Optional<Value> piped, Value dot) {
    Operand first = step.operands().getFirst();
    List<Value> arguments = new ArrayList<>();
    for (Operand operand : step.operands().subList(1, step.operands().size())) {
      arguments.add(evaluate(operand, dot));
    }
    piped.ifPresent(arguments::add);
    if (first instanceof Pipeline.Function(String name, Place place)) {
      try {
        return functions.call(name, arguments);
      } catch (TemplateException e) {
        throw at(place, "error calling " + name + ": " + e.getMessage());
      }
    }
    if (arguments.isEmpty()) {
      return evaluate(first, dot);
    }
    if (first instanceof Pipeline.Dot(List<String> names, Place _)
        && names.size() == 1
        && dot instanceof Value.Fields(Row row)) {
      Optional<JsonValue> answer =
          row.call(names.getFirst(), arguments.stream().map(Value::toJson).toList());
      if (answer.isPresent()) {
        return new Value.Data(answer.get());
      }
    }
    throw at(first.place(), "can't give argument to non-function " + first.place().text());
  }

  private Value evaluate(Operand operand, Value dot) {
    return switch (operand) {
      case Pipeline.Dot(List<String> names, Place place) -> fields(dot, names, place);
      case Pipeline.Variable(String name, List<String> names, Place place) ->
          fields(variable(name, place).value, names, place);
      case Pipeline.Group(Pipeline pipeline, List<String> names, Place place) ->
          fields(evaluate(pipeline, dot), names, place);
      case Pipeline.Literal(Value value, Place _) -> value;
      case Pipeline.Function(String name, Place place) -> {
        try {
          yield functions.call(name, List.of());
        } catch (TemplateException e) {
          throw at(place, "error calling " + name + ": " + e.getMessage());
        }
      }
    };
  }

  private Variable variable(String name, Place place) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(name)) {
        return variables.get(i);
      }
    }
    throw new TemplateException(
        "template: :" + place.line() + ": undefined variable \"" + name + "\"");
  }

  private Value fields(Value start, List<String> names, Place place) {
    Value value = start;
    for (String name : names) {
      value = field(value, name, place);
    }
    return value;
  }

  private Value field(Value value, String name, Place place) {
    return switch (value) {
      case Value.Fields(Row row) ->
          new Value.Data(
              row.field(name)
                  .orElseThrow(
                      () ->
                          at(
                              place,
                              "can't evaluate field " + name + " in type " + row.typeName())));
      case Value.Data(JsonValue json) -> new Value.Data(member(json, name, place));
    };
  }

  private JsonValue member(JsonValue json, String name, Place place) {
    if (json.isNull()) {
      throw at(place, "nil pointer evaluating interface {}." + name);
    }
    if (!json.isObject()) {
      throw at(place, "can't evaluate field " + name + " in type " + typeOf(json));
    }
    JsonObject object = json.asObject();
    JsonValue exact = object.get(name);
    if (exact != null) {
      return exact;
    }
    for (JsonObject.Member member : object) {
      if (member.getName().equalsIgnoreCase(name)) {
        return member.getValue();
      }
    }
    return missing
        .instead(name)
        .orElseThrow(() -> at(place, "map has no entry for key \"" + name + "\""));
  }

  private static String typeOf(JsonValue json) {
    if (json.isString()) {
      return "string";
    }
    if (json.isBoolean()) {
      return "bool";
    }
    return json instanceof JsonArray ? "[]interface {}" : "json.Number";
  }

  private static TemplateException at(Place place, String what) {
    return new TemplateException(
        "template: :"
            + place.line()
            + ":"
            + place.column()
            + ": executing \"\" at <"
            + place.text()
            + ">: "
            + what);
  }
}
