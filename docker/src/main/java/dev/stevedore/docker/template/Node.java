package dev.stevedore.docker.template;

import java.util.List;

/** A piece of a template that stands between others. */
sealed interface Node {
  /** Text to be copied. */
  record Text(String text) implements Node {}

  /** {@code {{pipeline}}}: evaluated, and printed unless it only sets variables. */
  record Action(Pipeline pipeline) implements Node {}

  /** {@code {{if}} … {{else}} … {{end}}}. */
  record If(Pipeline condition, List<Node> then, List<Node> otherwise) implements Node {}

  /** {@code {{with}} … {{else}} … {{end}}}. */
  record With(Pipeline pipeline, List<Node> then, List<Node> otherwise) implements Node {}

  /** {@code {{range}} … {{else}} … {{end}}}. */
  record Range(Pipeline pipeline, List<Node> body, List<Node> otherwise) implements Node {}
}
