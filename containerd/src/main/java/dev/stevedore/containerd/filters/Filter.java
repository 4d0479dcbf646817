package dev.stevedore.containerd.filters;

import dev.stevedore.containerd.errors.Failure;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A filter in containerd's language.
 *
 * <pre>
 *   filter   = selector { "," selector }         all must match
 *   selector = path [ operator value ]           without operator: the field is there
 *   path     = field { "." field }               field: word or quoted
 *   operator = "==" | "!=" | "~="                ~= is a regular expression, found anywhere
 *   value    = quoted | anything but space and ","
 *                                                blanks may be before a field, operator or value
 * </pre>
 */
public final class Filter implements Predicate<Fields> {
  private final List<Selector> selectors;

  private sealed interface Selector {
    record Present(List<String> path) implements Selector {}

    record Equal(List<String> path, String value) implements Selector {}

    record NotEqual(List<String> path, String value) implements Selector {}

    record Matches(List<String> path, Pattern pattern) implements Selector {}
  }

  private Filter(List<Selector> selectors) {
    this.selectors = selectors;
  }

  /**
   * A predicate that holds if any of the filters does, or if there are none.
   *
   * @throws Failure with INVALID_ARGUMENT if one is not in the language
   */
  public static Predicate<Fields> any(List<String> texts) {
    List<Filter> filters = texts.stream().map(Filter::parse).toList();
    return fields -> filters.isEmpty() || filters.stream().anyMatch(it -> it.test(fields));
  }

  /** One filter; the empty text lets everything pass. */
  public static Filter parse(String text) {
    List<Selector> selectors = new ArrayList<>();
    FilterScanner in = new FilterScanner(text);
    while (!in.atEnd()) {
      selectors.add(selector(in));
      if (!in.atEnd()) {
        in.expect(',');
      }
    }
    return new Filter(selectors);
  }

  private static Selector selector(FilterScanner in) {
    List<String> path = in.path();
    if (in.atEnd() || in.peek() == ',') {
      return new Selector.Present(path);
    }
    String operator = in.operator();
    return switch (operator) {
      case "==" -> new Selector.Equal(path, in.value(false));
      case "!=" -> new Selector.NotEqual(path, in.value(false));
      default -> new Selector.Matches(path, pattern(in.value(true)));
    };
  }

  private static Pattern pattern(String text) {
    try {
      return Pattern.compile(text);
    } catch (PatternSyntaxException e) {
      throw Failure.invalidArgument("filters: bad regular expression " + text);
    }
  }

  @Override
  public boolean test(Fields fields) {
    return selectors.stream().allMatch(selector -> matches(selector, fields));
  }

  private static boolean matches(Selector selector, Fields fields) {
    return switch (selector) {
      case Selector.Present it -> fields.get(it.path).isPresent();
      case Selector.Equal it -> fields.get(it.path).filter(it.value::equals).isPresent();
      // As in containerd, what is not there is the empty text here.
      case Selector.NotEqual it -> !fields.get(it.path).orElse("").equals(it.value);
      case Selector.Matches it ->
          fields.get(it.path).filter(value -> it.pattern.matcher(value).find()).isPresent();
    };
  }
}
