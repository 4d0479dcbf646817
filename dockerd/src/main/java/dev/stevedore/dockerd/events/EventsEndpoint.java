package dev.stevedore.dockerd.events;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.JsonStream;
import dev.stevedore.dockerd.api.Router;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code GET /events}: past events since a time, then those to come, until a time or until the
 * client leaves.
 */
public final class EventsEndpoint {
  private final Events events;

  public EventsEndpoint(Events events) {
    this.events = events;
  }

  public void register(Router router) {
    router.get("/events", this::stream);
  }

  private void stream(Exchange exchange) throws IOException, InterruptedException {
    Optional<Long> since = exchange.query().get("since").map(v -> EventTime.nanos("since", v));
    Optional<Long> until = exchange.query().get("until").map(v -> EventTime.nanos("until", v));
    if (since.isPresent() && until.isPresent() && until.get() < since.get()) {
      throw new ApiException.BadParameter(
          "`since` time (%s) cannot be after `until` time (%s)"
              .formatted(exchange.query().text("since"), exchange.query().text("until")));
    }
    EventFilter filter = new EventFilter(exchange.query().filters());
    exchange.interruptWhenGone();
    // With only `until`, Docker sends all that it has kept.
    long from = since.orElse(until.isPresent() ? 0L : Long.MAX_VALUE);
    List<Event> past = new ArrayList<>();
    try (Subscription subscription = events.subscribe(filter, from, past);
        JsonStream out = exchange.streamJson()) {
      for (Event event : past) {
        if (until.isEmpty() || event.timeNano() <= until.get()) {
          out.write(event);
        }
      }
      follow(subscription, out, until);
    }
  }

  private static void follow(Subscription subscription, JsonStream out, Optional<Long> until)
      throws IOException, InterruptedException {
    while (until.isEmpty()) {
      out.write(subscription.take());
    }
    while (true) {
      Optional<Event> event = subscription.poll(until.get() - nanosNow());
      if (event.isEmpty()) {
        return;
      }
      out.write(event.get());
    }
  }

  private static long nanosNow() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
