package dev.stevedore.docker.template;

import java.util.List;

/**
 * Commands whose results flow from left to right.
 *
 * @param variables what it sets, with the dollar: none, one, or (for range) key and value
 * @param assigns whether the variables are there already
 */
record Pipeline(List<String> variables, boolean assigns, List<Step> steps) {

  /** A command: one operand, or a function or method with arguments. */
  record Step(List<Operand> operands) {}

  /** Something with a value. */
  sealed interface Operand {
    /** Where it stands, for messages. */
    Place place();
  }

  /**
   * Where something stands in the template.
   *
   * @param text the part of the template that it is
   */
  record Place(int line, int column, String text) {}

  /** {@code .}, {@code .A.B}: fields of the dot. */
  record Dot(List<String> names, Place place) implements Operand {}

  /** {@code $}, {@code $x.A}: a variable, and fields of it. */
  record Variable(String name, List<String> names, Place place) implements Operand {}

  /** {@code ( pipeline ).A}. */
  record Group(Pipeline pipeline, List<String> names, Place place) implements Operand {}

  /** A string, number, bool or nil. */
  record Literal(Value value, Place place) implements Operand {}

  /** The name of a function. */
  record Function(String name, Place place) implements Operand {}
}
