package dev.stevedore.containerd.monitoring;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counters and histograms, by name and labels, in Prometheus' text format. */
public final class Metrics {
  /** Prometheus' own, in seconds. */
  private static final double[] BUCKETS = {.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10};

  private final Map<String, String> helps = new ConcurrentHashMap<>();
  private final Map<String, Map<String, LongAdder>> counters = new ConcurrentSkipListMap<>();
  private final Map<String, Map<String, Histogram>> histograms = new ConcurrentSkipListMap<>();

  private static final class Histogram {
    private final long[] counts = new long[BUCKETS.length + 1];
    private double sum;

    synchronized void observe(double seconds) {
      int bucket = Arrays.binarySearch(BUCKETS, seconds);
      counts[bucket < 0 ? -bucket - 1 : bucket]++;
      sum += seconds;
    }

    synchronized void write(String name, String labels, StringBuilder out) {
      String more = labels.isEmpty() ? "" : labels + ",";
      long total = 0;
      for (int i = 0; i < counts.length; i++) {
        total += counts[i];
        String limit = i < BUCKETS.length ? Metrics.number(BUCKETS[i]) : "+Inf";
        sample(out, name + "_bucket", more + "le=\"" + limit + "\"", Long.toString(total));
      }
      sample(out, name + "_sum", labels, Metrics.number(sum));
      sample(out, name + "_count", labels, Long.toString(total));
    }
  }

  /**
   * Adds to a counter.
   *
   * @param labels a name and a value, again and again
   */
  public void count(String name, String help, long more, String... labels) {
    helps.putIfAbsent(name, help);
    counters
        .computeIfAbsent(name, it -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(labels(labels), it -> new LongAdder())
        .add(more);
  }

  /** Adds a duration to a histogram of seconds. */
  public void observe(String name, String help, Duration duration, String... labels) {
    helps.putIfAbsent(name, help);
    histograms
        .computeIfAbsent(name, it -> new ConcurrentSkipListMap<>())
        .computeIfAbsent(labels(labels), it -> new Histogram())
        .observe(duration.toNanos() / 1e9);
  }

  private static String labels(String... labels) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < labels.length; i += 2) {
      String value = labels[i + 1].replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      text.append(i == 0 ? "" : ",").append(labels[i]).append("=\"").append(value).append('"');
    }
    return text.toString();
  }

  /** All of it, and the process' own. */
  String text() {
    StringBuilder out = new StringBuilder();
    counters.forEach(
        (name, values) -> {
          head(out, name, "counter");
          values.forEach((labels, value) -> sample(out, name, labels, value.toString()));
        });
    histograms.forEach(
        (name, values) -> {
          head(out, name, "histogram");
          values.forEach((labels, value) -> value.write(name, labels, out));
        });
    new TreeMap<>(ProcessMetrics.now())
        .forEach(
            (name, value) -> {
              out.append("# TYPE ").append(name).append(" gauge\n");
              sample(out, name, "", number(value));
            });
    return out.toString();
  }

  private void head(StringBuilder out, String name, String type) {
    out.append("# HELP ").append(name).append(' ').append(helps.get(name)).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private static void sample(StringBuilder out, String name, String labels, String value) {
    out.append(name);
    if (!labels.isEmpty()) {
      out.append('{').append(labels).append('}');
    }
    out.append(' ').append(value).append('\n');
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
