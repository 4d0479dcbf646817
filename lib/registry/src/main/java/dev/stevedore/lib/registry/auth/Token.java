package dev.stevedore.lib.registry.auth;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * What a token server gave.
 *
 * @param value for the Authorization header
 * @param expires from when on it will not do any more
 * @param refreshToken to get further tokens with; empty if there is none
 */
public record Token(String value, Instant expires, String refreshToken) {
  /** A token has this life if its server does not say. */
  private static final long DEFAULT_SECONDS = 60;

  /** A request takes its time: a token that is nearly over is not used. */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  /**
   * Reads a server's answer.
   *
   * @param now when it came
   * @throws JsonFormatException if it is none
   */
  public static Token parse(String json, Instant now) {
    ObjectReader answer = ObjectReader.parse(json);
    String value = answer.string("token", "");
    if (value.isEmpty()) {
      value = answer.string("access_token", "");
    }
    if (value.isEmpty()) {
      throw new JsonFormatException(
          "token", "authorization server did not include a token in the response");
    }
    long seconds = Math.max(answer.int64("expires_in", DEFAULT_SECONDS), DEFAULT_SECONDS);
    return new Token(
        value, issued(answer, now).plusSeconds(seconds), answer.string("refresh_token", ""));
  }

  private static Instant issued(ObjectReader answer, Instant now) {
    try {
      Instant issued = OffsetDateTime.parse(answer.string("issued_at", "")).toInstant();
      return issued.isAfter(now) ? now : issued;
    } catch (DateTimeException e) {
      return now; // it is optional
    }
  }

  /** Whether it is still good. */
  public boolean isGood(Instant now) {
    return now.plus(MARGIN).isBefore(expires);
  }

  @Override
  public String toString() {
    return "Token[expires=" + expires + "]";
  }
}
