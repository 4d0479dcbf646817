package dev.stevedore.dockerd.endpoints;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import dev.stevedore.dockerd.http.LostConnectionException;
import dev.stevedore.dockerd.image.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress as a stream of JSON objects. It begins with the first of them, so that what fails before
 * is answered with a status; what fails later is the last object.
 */
final class ProgressJson implements Progress {
  private static final Logger LOG = LoggerFactory.getLogger(ProgressJson.class);
  private static final int BAR = 50;

  private final Exchange exchange;
  private @Nullable JsonStream stream;

  ProgressJson(Exchange exchange) {
    this.exchange = exchange;
  }

  /** What may fail. */
  @FunctionalInterface
  interface Action {
    void run(Progress progress) throws IOException, InterruptedException;
  }

  /** Runs an action, and tells how it went. */
  static void answer(Exchange exchange, Action action) throws IOException, InterruptedException {
    exchange.interruptWhenGone();
    ProgressJson progress = new ProgressJson(exchange);
    try {
      action.run(progress);
    } catch (ApiException e) {
      if (!exchange.isStarted()) {
        throw e;
      }
      progress.fail(String.valueOf(e.getMessage()));
    } catch (LostConnectionException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      if (!exchange.isStarted()) {
        throw e;
      }
      LOG.error("{}", String.valueOf(e.getMessage()), e);
      progress.fail(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      InterruptedException gone = new InterruptedException("the client has gone");
      gone.initCause(e);
      throw gone;
    }
    progress.end();
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private synchronized void write(ObjectNode json) {
    try {
      JsonStream out = stream;
      if (out == null) {
        out = exchange.streamJson();
        stream = out;
      }
      out.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized void end() throws IOException {
    JsonStream out = stream;
    if (out != null) {
      out.close();
    }
  }

  private void fail(String message) {
    ObjectNode json = object();
    json.putObject("errorDetail").put("message", message);
    write(json.put("error", message));
  }

  @Override
  public void message(String id, String text) {
    ObjectNode json = object().put("status", text);
    write(id.isEmpty() ? json : json.put("id", id));
  }

  @Override
  public void status(String layer, String status) {
    ObjectNode json = object().put("status", status);
    json.putObject("progressDetail");
    write(json.put("id", layer));
  }

  @Override
  public void bytes(String layer, String status, long current, long total) {
    ObjectNode json = object().put("status", status);
    ObjectNode detail = json.putObject("progressDetail").put("current", current);
    if (total > 0) {
      detail.put("total", total);
      json.put("progress", bar(current, total));
    } else {
      json.put("progress", size(current));
    }
    write(layer.isEmpty() ? json : json.put("id", layer));
  }

  @Override
  public void pushed(String tag, String digest, long size) {
    ObjectNode json = object();
    json.putObject("progressDetail");
    json.putObject("aux").put("Tag", tag).put("Digest", digest).put("Size", size);
    write(json);
  }

  /** The bar for clients that cannot draw one: {@code [====> ] 1.5MB/3MB}. */
  private static String bar(long current, long total) {
    int done = total <= 0 ? 0 : (int) Math.min(BAR, current * BAR / total);
    return "[%s>%s] %8s/%s"
        .formatted("=".repeat(done), " ".repeat(BAR - done), size(current), size(total));
  }

  /** Four digits and a decimal unit. */
  private static String size(long bytes) {
    double value = bytes;
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    while (value >= 1000 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    String digits =
        String.format(Locale.ROOT, value >= 100 ? "%.1f" : value >= 10 ? "%.2f" : "%.3f", value);
    String trimmed = digits.replaceFirst("\\.?0+$", "");
    return (digits.contains(".") ? trimmed : digits) + units[unit];
  }
}
