package dev.stevedore.tests.swap;

import dev.stevedore.tests.harness.process.Command;
import dev.stevedore.tests.harness.process.Result;
import dev.stevedore.tests.harness.stack.Containerd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A shell in which {@code ctr} talks to one containerd, and what is said there in a form in which
 * two containerds can be compared.
 *
 * @param containerd whom ctr talks to
 * @param directory where the lines run
 * @param words what stands for what in the lines
 */
record CtrShell(Containerd containerd, Path directory, Map<String, String> words) {
  /** Runs lines; each {@code ;;} in them also tells the exit code of what came before it. */
  String answers(String lines) {
    List<String> argv = new ArrayList<>(containerd.ctr().argv());
    argv.replaceAll(word -> "'" + word + "'");
    String filled = lines;
    for (Map.Entry<String, String> word : words.entrySet()) {
      filled = filled.replace(word.getKey(), word.getValue());
    }
    String script =
        "ctr() { "
            + String.join(" ", argv)
            + " \"$@\"; }\nexec 2>&1\ncd "
            + directory
            + "\n"
            + filled.replace(";;", "; echo \"exit $?\"\n");
    Result result = Command.shell(script).run();
    return sorted(normal(result.out()));
  }

  /** Labels come in any order. */
  private static String sorted(String out) {
    return Pattern.compile("[^\\s,=]+=[^\\s,]+(,[^\\s,=]+=[^\\s,]*)+")
        .matcher(out)
        .replaceAll(
            labels ->
                Matcher.quoteReplacement(
                    Stream.of(labels.group().split(","))
                        .sorted()
                        .collect(Collectors.joining(","))));
  }

  /** What need not be the same, put into one form. */
  private String normal(String out) {
    return out.replace(containerd.root().resolveSibling("").toString(), "DIR")
        .replaceAll(
            "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d+)?)?( [+]0000 UTC|Z)?", "TIME")
        .replaceAll(
            "(?m)\t(Less than a second|About a \\w+|1 second|\\d+ (seconds|minutes))[ \t]+",
            "\tAGE\t")
        .replaceAll("/fifo/\\d+/", "/fifo/N/")
        .replaceAll("locked for [^)]*\\)", "locked")
        .replaceAll("(?m)^(\\S+) +\\d+ +(CREATED|RUNNING|PAUSED|STOPPED)", "$1 PID $2")
        .replaceAll(" +", " ");
  }
}
