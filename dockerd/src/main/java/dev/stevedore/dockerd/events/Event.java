package dev.stevedore.dockerd.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Something that happened.
 *
 * @param status the action again, for containers and images: what clients before 1.22 read
 * @param id the actor's id again, likewise
 * @param from a container's image, likewise
 * @param type container, image, daemon, network or volume
 * @param action for example {@code start}
 * @param actor what it happened to
 * @param scope {@code local}: nothing here spans hosts
 * @param time seconds since 1970
 * @param timeNano nanoseconds since 1970
 */
@JsonPropertyOrder({"status", "id", "from", "Type", "Action", "Actor", "scope", "time", "timeNano"})
public record Event(
    @JsonProperty("status") @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> status,
    @JsonProperty("id") @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> id,
    @JsonProperty("from") @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> from,
    String type,
    String action,
    Actor actor,
    @JsonProperty("scope") String scope,
    @JsonProperty("time") long time,
    @JsonProperty("timeNano") long timeNano) {

  /**
   * What an event happened to.
   *
   * @param id a container's id, an image's reference, the daemon's id
   * @param attributes what is said of it: name, image, labels, exit code; sorted by name
   */
  public record Actor(@JsonProperty("ID") String id, Map<String, String> attributes) {
    public Actor {
      attributes = new TreeMap<>(attributes);
    }
  }

  /** Makes an event of now. */
  static Event now(String type, String action, Actor actor) {
    Instant now = Instant.now();
    boolean legacy = type.equals("container") || type.equals("image");
    Optional<String> from =
        type.equals("container")
            ? Optional.ofNullable(actor.attributes().get("image"))
            : Optional.empty();
    return new Event(
        legacy ? Optional.of(action) : Optional.empty(),
        legacy ? Optional.of(actor.id()) : Optional.empty(),
        from,
        type,
        action,
        actor,
        "local",
        now.getEpochSecond(),
        now.getEpochSecond() * 1_000_000_000L + now.getNano());
  }
}
