package dev.stevedore.docker.template;

import com.eclipsesource.json.Json;
import dev.stevedore.docker.template.Pipeline.Operand;
import dev.stevedore.docker.template.Pipeline.Place;
import dev.stevedore.docker.template.Pipeline.Step;
import dev.stevedore.docker.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Makes nodes of tokens. */
final class Parser {
  private final String source;
  private final List<Token> tokens;
  private int at;

  private Parser(String source) {
    this.source = source;
    this.tokens = Lexer.tokens(source);
  }

  static List<Node> parse(String source) {
    Parser parser = new Parser(source);
    List<Node> nodes = parser.nodes();
    if (parser.peek().kind() != Kind.END) {
      throw parser.error("unexpected {{" + parser.tokens.get(parser.at + 1).text() + "}}");
    }
    return nodes;
  }

  /** Nodes up to an else, an end, or the end of the template. */
  private List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.END) {
        return nodes;
      }
      if (token.kind() == Kind.TEXT) {
        at++;
        nodes.add(new Node.Text(token.text()));
        continue;
      }
      Token first = tokens.get(at + 1);
      if (first.is(Kind.WORD, "end") || first.is(Kind.WORD, "else")) {
        return nodes;
      }
      at++;
      nodes.add(action(first));
    }
  }

  private Node action(Token first) {
    if (first.kind() == Kind.WORD) {
      switch (first.text()) {
        case "if", "with", "range" -> {
          at++;
          return control(first.text());
        }
        case "define", "template", "block", "break", "continue" ->
            throw error("{{" + first.text() + "}} is not supported");
        default -> {}
      }
    }
    Pipeline pipeline = pipeline();
    expectClose();
    return new Node.Action(pipeline);
  }

  private Node control(String word) {
    Pipeline pipeline = pipeline();
    expectClose();
    List<Node> body = nodes();
    List<Node> otherwise = List.of();
    expectOpen();
    if (peek().is(Kind.WORD, "else")) {
      at++;
      if (peek().is(Kind.WORD, "if") || peek().is(Kind.WORD, "with")) {
        String inner = peek().text();
        at++;
        otherwise = List.of(control(inner));
        return make(word, pipeline, body, otherwise);
      }
      expectClose();
      otherwise = nodes();
      expectOpen();
    }
    if (!peek().is(Kind.WORD, "end")) {
      throw error("expected end; found {{" + peek().text() + "}}");
    }
    at++;
    expectClose();
    return make(word, pipeline, body, otherwise);
  }

  private static Node make(String word, Pipeline pipeline, List<Node> body, List<Node> otherwise) {
    return switch (word) {
      case "if" -> new Node.If(pipeline, body, otherwise);
      case "with" -> new Node.With(pipeline, body, otherwise);
      default -> new Node.Range(pipeline, body, otherwise);
    };
  }

  private Pipeline pipeline() {
    List<String> variables = new ArrayList<>();
    boolean assigns = false;
    int start = at;
    while (peek().kind() == Kind.VARIABLE) {
      variables.add(peek().text());
      at++;
      if (peek().is(Kind.SIGN, ",")) {
        at++;
        continue;
      }
      break;
    }
    if (!variables.isEmpty() && (peek().is(Kind.SIGN, ":=") || peek().is(Kind.SIGN, "="))) {
      assigns = peek().text().equals("=");
      at++;
    } else {
      variables.clear();
      at = start;
    }
    List<Step> steps = new ArrayList<>();
    steps.add(step());
    while (peek().is(Kind.SIGN, "|")) {
      at++;
      steps.add(step());
    }
    return new Pipeline(variables, assigns, steps);
  }

  private Step step() {
    List<Operand> operands = new ArrayList<>();
    while (true) {
      Token token = peek();
      if (token.kind() == Kind.CLOSE
          || token.is(Kind.SIGN, "|")
          || token.is(Kind.SIGN, ")")
          || token.kind() == Kind.END) {
        break;
      }
      operands.add(operand());
    }
    if (operands.isEmpty()) {
      throw error("missing value for command");
    }
    return new Step(operands);
  }

  private Operand operand() {
    Token token = peek();
    int start = token.offset();
    at++;
    return switch (token.kind()) {
      case FIELD -> {
        List<String> names = new ArrayList<>();
        if (token.text().length() > 1) {
          names.add(token.text().substring(1));
          names.addAll(chain());
        }
        yield new Pipeline.Dot(names, place(start));
      }
      case VARIABLE -> new Pipeline.Variable(token.text(), chain(), place(start));
      case STRING -> new Pipeline.Literal(Value.of(token.text()), place(start));
      case NUMBER -> new Pipeline.Literal(number(token), place(start));
      case WORD -> word(token, start);
      case SIGN -> group(token, start);
      case TEXT, OPEN, CLOSE, END -> throw error("unexpected \"" + token.text() + "\" in operand");
    };
  }

  private Operand word(Token token, int start) {
    return switch (token.text()) {
      case "true" -> new Pipeline.Literal(Value.of(true), place(start));
      case "false" -> new Pipeline.Literal(Value.of(false), place(start));
      case "nil" -> new Pipeline.Literal(new Value.Data(Json.NULL), place(start));
      default -> {
        if (!Functions.isKnown(token.text())) {
          throw error("function \"" + token.text() + "\" not defined");
        }
        yield new Pipeline.Function(token.text(), place(start));
      }
    };
  }

  private Operand group(Token token, int start) {
    if (!token.text().equals("(")) {
      throw error("unexpected \"" + token.text() + "\" in operand");
    }
    Pipeline pipeline = pipeline();
    if (!peek().is(Kind.SIGN, ")")) {
      throw error("unclosed left paren");
    }
    at++;
    return new Pipeline.Group(pipeline, chain(), place(start));
  }

  /** Fields that follow without space. */
  private List<String> chain() {
    List<String> names = new ArrayList<>();
    while (peek().kind() == Kind.FIELD && !peek().spaced() && peek().text().length() > 1) {
      names.add(peek().text().substring(1));
      at++;
    }
    return names;
  }

  private Value number(Token token) {
    try {
      return token.text().indexOf('.') >= 0
          ? new Value.Data(Json.value(Double.parseDouble(token.text())))
          : Value.of(Long.parseLong(token.text()));
    } catch (NumberFormatException e) {
      throw error("bad number syntax: \"" + token.text() + "\"");
    }
  }

  private Place place(int start) {
    int end = Math.max(start, peek().offset());
    int lineStart = source.lastIndexOf('\n', start - 1) + 1;
    return new Place(
        Lexer.line(source, start), start - lineStart, source.substring(start, end).strip());
  }

  private void expectOpen() {
    if (peek().kind() != Kind.OPEN) {
      throw error("unexpected EOF");
    }
    at++;
  }

  private void expectClose() {
    if (peek().kind() != Kind.CLOSE) {
      throw error("unexpected \"" + peek().text() + "\" in command");
    }
    at++;
  }

  private Token peek() {
    return tokens.get(Math.min(at, tokens.size() - 1));
  }

  private TemplateException error(String what) {
    int offset = peek().offset();
    return new TemplateException("template: :" + Lexer.line(source, offset) + ": " + what);
  }
}
