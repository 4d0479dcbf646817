package dev.stevedore.docker.template;

import com.eclipsesource.json.Json;
import java.util.List;

/** The verbs of Go's Printf that formats use: v s d q t x f, with width, precision, - and 0. */
final class Printf {
  private static final int FRACTION = 6;

  private Printf() {}

  static String format(String format, List<Value> arguments) {
    StringBuilder text = new StringBuilder();
    int argument = 0;
    int at = 0;
    while (at < format.length()) {
      char c = format.charAt(at++);
      if (c != '%') {
        text.append(c);
        continue;
      }
      int start = at;
      while (at < format.length() && "-+0123456789. #".indexOf(format.charAt(at)) >= 0) {
        at++;
      }
      if (at == format.length()) {
        return text.append("%!(NOVERB)").toString();
      }
      char verb = format.charAt(at++);
      if (verb == '%') {
        text.append('%');
      } else if (argument >= arguments.size()) {
        text.append("%!").append(verb).append("(MISSING)");
      } else {
        String flags = format.substring(start, at - 1);
        text.append(padded(flags, verb(verb, flags, arguments.get(argument++))));
      }
    }
    return text.toString();
  }

  private static String verb(char verb, String flags, Value value) {
    String printed = value.print();
    return switch (verb) {
      case 'v', 's', 'd', 't' -> precise(flags, printed, verb);
      case 'q' -> Json.value(printed).toString();
      case 'x' -> value.toJson().isNumber() ? Long.toHexString(value.toJson().asLong()) : printed;
      case 'f' -> fixed(value.toJson().asDouble(), precision(flags, FRACTION));
      default -> "%!" + verb + "(" + printed + ")";
    };
  }

  private static String precise(String flags, String printed, char verb) {
    int most = precision(flags, -1);
    return verb == 's' && most >= 0 && most < printed.length()
        ? printed.substring(0, most)
        : printed;
  }

  private static String fixed(double number, int digits) {
    return new java.math.BigDecimal(number)
        .setScale(digits, java.math.RoundingMode.HALF_EVEN)
        .toPlainString();
  }

  private static int precision(String flags, int usual) {
    int dot = flags.indexOf('.');
    if (dot < 0) {
      return usual;
    }
    String digits = flags.substring(dot + 1);
    return digits.isEmpty() ? 0 : Integer.parseInt(digits);
  }

  private static String padded(String flags, String text) {
    int dot = flags.indexOf('.');
    String before = dot < 0 ? flags : flags.substring(0, dot);
    boolean left = before.indexOf('-') >= 0;
    String digits = before.replace("-", "").replace("+", "").replace(" ", "").replace("#", "");
    boolean zeros = digits.startsWith("0") && !left;
    int width = digits.isEmpty() ? 0 : Integer.parseInt(digits);
    int missing = width - text.length();
    if (missing <= 0) {
      return text;
    }
    return left ? text + " ".repeat(missing) : (zeros ? "0" : " ").repeat(missing) + text;
  }
}
