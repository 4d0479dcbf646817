package dev.stevedore.dockerd.endpoints;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Query;
import dev.stevedore.dockerd.api.Router;
import dev.stevedore.dockerd.container.Container;
import dev.stevedore.dockerd.container.ContainerRegistry;
import dev.stevedore.dockerd.logs.ContainerLog;
import dev.stevedore.dockerd.logs.LogEntry;
import dev.stevedore.dockerd.logs.LogQuery;
import dev.stevedore.dockerd.logs.NoLog;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** {@code GET /containers/ID/logs}. */
public final class LogsEndpoint {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final ContainerRegistry registry;

  /** Shows the logs of containers. */
  public LogsEndpoint(ContainerRegistry registry) {
    this.registry = registry;
  }

  /** Adds the route. */
  public void register(Router router) {
    router.get("/containers/{id}/logs", this::logs);
  }

  private void logs(Exchange exchange) throws IOException {
    Query query = exchange.query();
    boolean stdout = query.isTrue("stdout");
    boolean stderr = query.isTrue("stderr");
    if (!stdout && !stderr) {
      throw new ApiException.BadParameter("Bad parameters: you must choose at least one stream");
    }
    Container container = registry.find(exchange.path("id"));
    if (container.log() instanceof NoLog) {
      throw new ApiException.NotImplemented("configured logging driver does not support reading");
    }
    boolean tty = container.definition().config().tty();
    LogQuery wish =
        new LogQuery(
            stdout,
            stderr,
            tail(query.text("tail")),
            query.isTrue("follow"),
            time(query, "since"),
            time(query, "until"));
    boolean multiplexed = !tty && exchange.version().atLeast(42);
    exchange.interruptWhenGone();
    OutputStream out =
        exchange.stream(
            multiplexed
                ? "application/vnd.docker.multiplexed-stream"
                : "application/vnd.docker.raw-stream");
    container
        .log()
        .read(
            wish,
            new Sink(
                new StreamFrames(out, !tty), query.isTrue("timestamps"), query.isTrue("details")));
    out.close();
  }

  private static int tail(String text) {
    if (text.isEmpty() || text.equals("all")) {
      return -1;
    }
    try {
      return Math.max(-1, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return -1; // as Docker: what is no number means all
    }
  }

  private static @Nullable Instant time(Query query, String name) {
    String text = query.text(name);
    if (text.isEmpty() || text.equals("0")) {
      return null;
    }
    try {
      BigDecimal seconds = new BigDecimal(text);
      long whole = seconds.longValue();
      long nanos = seconds.subtract(BigDecimal.valueOf(whole)).movePointRight(9).longValue();
      return Instant.ofEpochSecond(whole, nanos);
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter(
          "invalid value for \"" + name + "\": \"" + text + "\" is no unix timestamp", e);
    }
  }

  /** Writes lines, after their time and what was noted beside them if that is wanted. */
  private record Sink(StreamFrames frames, boolean timestamps, boolean details)
      implements ContainerLog.Sink {
    @Override
    public void accept(LogEntry entry) throws IOException {
      String before =
          (timestamps ? TIMESTAMP.format(entry.time()) + " " : "")
              + (details ? attributes(entry) + " " : "");
      if (before.isEmpty()) {
        frames.write(entry.stream(), entry.line());
        return;
      }
      byte[] prefix = before.getBytes(StandardCharsets.UTF_8);
      byte[] line = new byte[prefix.length + entry.line().length];
      System.arraycopy(prefix, 0, line, 0, prefix.length);
      System.arraycopy(entry.line(), 0, line, prefix.length, entry.line().length);
      frames.write(entry.stream(), line);
    }

    private static String attributes(LogEntry entry) {
      return entry.attributes().entrySet().stream()
          .map(attribute -> escaped(attribute.getKey()) + "=" + escaped(attribute.getValue()))
          .collect(Collectors.joining(","));
    }

    /** As Go escapes what stands in a query. */
    private static String escaped(String text) {
      return URLEncoder.encode(text, StandardCharsets.UTF_8)
          .replace("*", "%2A")
          .replace("%7E", "~");
    }
  }
}
