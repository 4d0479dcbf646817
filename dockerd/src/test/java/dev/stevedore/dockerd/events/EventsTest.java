package dev.stevedore.dockerd.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.dockerd.api.Filters;
import dev.stevedore.dockerd.api.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventsTest {
  private final Events events = new Events();

  private static EventFilter filter(String json) {
    return new EventFilter(Filters.parse(json));
  }

  @Test
  void aSubscriberGetsThePastAndTheFutureWithoutAGap() throws InterruptedException {
    events.container("create", "id1", Map.of("name", "web", "image", "busybox"));
    List<Event> past = new ArrayList<>();
    try (Subscription subscription = events.subscribe(_ -> true, 0, past)) {
      events.container("start", "id1", Map.of("name", "web", "image", "busybox"));
      assertThat(past).extracting(Event::action).containsExactly("create");
      assertThat(subscription.take().action()).isEqualTo("start");
      assertThat(events.subscribers()).isEqualTo(1);
    }
    assertThat(events.subscribers()).isZero();
  }

  @Test
  void keepsTheLast256() {
    for (int i = 0; i < 300; i++) {
      events.publish("volume", "create", "v" + i, Map.of());
    }
    List<Event> past = new ArrayList<>();
    events.subscribe(_ -> true, 0, past).close();
    assertThat(past).hasSize(256);
    assertThat(past.getFirst().actor().id()).isEqualTo("v44");
  }

  @Test
  void aSubscriberThatDoesNotReadHoldsNobodyUp() {
    try (Subscription slow = events.subscribe(_ -> true)) {
      for (int i = 0; i < 5000; i++) {
        events.publish("volume", "create", "v", Map.of());
      }
      assertThat(slow).isNotNull();
    }
  }

  @Test
  void looksAsDockersDoes() {
    Event event =
        Event.now(
            "container",
            "start",
            new Event.Actor("c1", Map.of("name", "web", "image", "busybox:1")));
    assertThat(new String(Json.bytes(event), StandardCharsets.UTF_8))
        .startsWith(
            "{\"status\":\"start\",\"id\":\"c1\",\"from\":\"busybox:1\",\"Type\":\"container\",\"Action\":\"start\","
                + "\"Actor\":{\"ID\":\"c1\",\"Attributes\":{\"image\":\"busybox:1\",\"name\":\"web\"}},\"scope\":\"local\",\"time\":");
  }

  @Test
  void filtersByEverythingThatDockerDoes() {
    Event start =
        Event.now(
            "container",
            "start",
            new Event.Actor("c1abc", Map.of("name", "web", "image", "busybox:1", "tier", "x")));
    Event exec =
        Event.now("container", "exec_start: sh -c ls", new Event.Actor("c2", Map.of("name", "db")));
    Event image = Event.now("image", "load", new Event.Actor("sha256:1", Map.of("name", "a/b:2")));
    assertThat(filter("{\"container\":[\"web\"]}").test(start)).isTrue();
    assertThat(filter("{\"container\":[\"c1\"]}").test(start)).isTrue();
    assertThat(filter("{\"container\":[\"web\"]}").test(exec)).isFalse();
    assertThat(filter("{\"event\":[\"start\"]}").test(start)).isTrue();
    assertThat(filter("{\"event\":[\"exec_start\"]}").test(exec)).isTrue();
    assertThat(filter("{\"event\":[\"start\",\"stop\"]}").test(exec)).isFalse();
    assertThat(filter("{\"image\":[\"busybox\"]}").test(start)).isTrue();
    assertThat(filter("{\"image\":[\"a/b\"]}").test(image)).isTrue();
    assertThat(filter("{\"label\":[\"tier=x\"]}").test(start)).isTrue();
    assertThat(filter("{\"label\":[\"tier=y\"]}").test(start)).isFalse();
    assertThat(filter("{\"type\":[\"image\"]}").test(start)).isFalse();
    assertThat(filter("{\"type\":[\"image\"]}").test(image)).isTrue();
  }

  @Test
  void timesHaveFractions() {
    assertThat(EventTime.nanos("since", "1700000000.000000005")).isEqualTo(1700000000000000005L);
    assertThat(EventTime.nanos("since", "1700000000")).isEqualTo(1700000000000000000L);
  }
}
