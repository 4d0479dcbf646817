package dev.stevedore.docker.command;

import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.JsonValue;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.cli.Output;
import dev.stevedore.docker.format.JsonFields;
import dev.stevedore.docker.format.Sizes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a running report looks. On a terminal each layer has a line of its own, which is written over
 * with every change:
 *
 * <pre>
 *   c0d1e2f3a4b5: Pull complete
 *   5c3b447848a9: Downloading [==========>                          ]  3.2MB/15.8MB
 *   ▁ the cursor rests below the last one
 * </pre>
 *
 * Elsewhere only what is not moving is written, a line for each change.
 */
public final class ProgressDisplay {
  /** What shows nothing; errors are seen all the same. */
  public static final ProgressDisplay NOWHERE = new ProgressDisplay(Optional.empty(), 0);

  private static final String ERASE_LINE = "\u001b[2K\r";
  private static final int BAR = 50;
  private static final int WIDE_ENOUGH = 110;
  private static final int UNKNOWN_WIDTH = 200;

  private final Optional<Output> out;

  /** Columns of the terminal; 0 if it is none. */
  private final int width;

  private final Map<String, Integer> lines = new HashMap<>();

  private ProgressDisplay(Optional<Output> out, int width) {
    this.out = out;
    this.width = width;
  }

  /** Shows it on stdout. */
  public static ProgressDisplay onStdout(Call call) {
    return on(call.session().machine(), call.out(), Machine.STDOUT);
  }

  /** Shows it on stderr. */
  public static ProgressDisplay onStderr(Call call) {
    return on(call.session().machine(), call.err(), Machine.STDERR);
  }

  static ProgressDisplay on(Machine machine, Output out, int descriptor) {
    if (!machine.isTerminal(descriptor)) {
      return new ProgressDisplay(Optional.of(out), 0);
    }
    int columns = machine.terminalSize(descriptor).columns();
    return new ProgressDisplay(Optional.of(out), columns == 0 ? UNKNOWN_WIDTH : columns);
  }

  /** Shows one message. */
  void show(JsonObject message) {
    if (out.isPresent()) {
      show(message, out.get());
      out.get().flush();
    }
  }

  private void show(JsonObject message, Output to) {
    String text = JsonFields.string(message, "stream");
    String status = JsonFields.string(message, "status");
    String id = JsonFields.string(message, "id");
    String label = id.isEmpty() ? "" : id + ": ";
    JsonValue detail = message.get("progressDetail");
    boolean moving = detail != null && !detail.isNull();
    if (!text.isEmpty()) {
      lines.clear();
      to.print(text);
    } else if (status.isEmpty()) {
      return; // for programs
    } else if (!moving) {
      lines.clear();
      to.println(label + status);
    } else if (width > 0) {
      showInPlace(id, label + status + " " + bar(JsonFields.asObject(detail)), to);
    } else if (bar(JsonFields.asObject(detail)).isEmpty()) {
      to.println(label + status);
    }
  }

  private void showInPlace(String id, String line, Output to) {
    if (id.isEmpty()) {
      to.print(ERASE_LINE + line + "\r");
      return;
    }
    Integer known = lines.get(id);
    int number = known == null ? lines.size() : known;
    if (known == null) {
      lines.put(id, number);
      to.print("\n");
    }
    int up = lines.size() - number;
    to.print("\u001b[" + up + "A" + ERASE_LINE + line + "\r\u001b[" + up + "B");
  }

  /** The bar and the numbers; "" for what is not moving. */
  private String bar(JsonObject detail) {
    long current = JsonFields.number(detail, "current");
    long total = JsonFields.number(detail, "total");
    String units = JsonFields.string(detail, "units");
    if (current <= 0 && total <= 0) {
      return "";
    }
    if (!units.isEmpty()) {
      return total > 0 ? current + "/" + total + " " + units : current + " " + units;
    }
    String done = padded(Sizes.decimalExact(current));
    if (total <= 0) {
      return done;
    }
    String numbers = current > total ? done : done + "/" + Sizes.decimalExact(total);
    if (width > 0 && width <= WIDE_ENOUGH) {
      return numbers;
    }
    int filled = (int) Math.min(BAR, current * 100 / total / 2);
    return "[" + "=".repeat(filled) + ">" + " ".repeat(BAR - filled) + "] " + numbers;
  }

  private static String padded(String text) {
    return " ".repeat(Math.max(0, 8 - text.length())) + text;
  }
}
