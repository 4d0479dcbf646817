package dev.stevedore.docker.template;

import com.eclipsesource.json.JsonValue;
import java.util.List;

/** A template that was read and can be filled in any number of times. */
public final class Template {
  private final List<Node> nodes;

  private Template(List<Node> nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @throws TemplateException if it is none
   */
  public static Template parse(String source) {
    return new Template(Parser.parse(source));
  }

  /**
   * Fills it in with a row.
   *
   * @throws TemplateException if it asks for what the row does not have
   */
  public String fill(Row row) {
    return new Evaluator(new Functions(false), Missing.IS_ERROR, "<nil>")
        .fill(nodes, new Value.Fields(row));
  }

  /** Fills it in with JSON. */
  public String fill(JsonValue json, Missing missing) {
    return new Evaluator(new Functions(false), missing, "<nil>").fill(nodes, new Value.Data(json));
  }

  /** Fills it in with the names of columns. */
  public String fillHeader(Row headers) {
    return new Evaluator(new Functions(true), Missing.IS_ERROR, "<no value>")
        .fill(nodes, new Value.Fields(headers));
  }
}
