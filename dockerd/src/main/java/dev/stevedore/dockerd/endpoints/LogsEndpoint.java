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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
    container.log().read(wish, new Sink(new StreamFrames(out, !tty), query.isTrue("timestamps")));
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

  private record Sink(StreamFrames frames, boolean timestamps) implements ContainerLog.Sink {
    @Override
    public void accept(LogEntry entry) throws IOException {
      if (!timestamps) {
        frames.write(entry.stream(), entry.line());
        return;
      }
      byte[] stamp = (TIMESTAMP.format(entry.time()) + " ").getBytes(StandardCharsets.US_ASCII);
      byte[] line = new byte[stamp.length + entry.line().length];
      System.arraycopy(stamp, 0, line, 0, stamp.length);
      System.arraycopy(entry.line(), 0, line, stamp.length, entry.line().length);
      frames.write(entry.stream(), line);
    }
  }
}
