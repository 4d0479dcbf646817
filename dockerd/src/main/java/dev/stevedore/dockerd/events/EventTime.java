package dev.stevedore.dockerd.events;

import dev.stevedore.dockerd.api.ApiException;
import java.math.BigDecimal;

/**
 * The parameters {@code since} and {@code until}: seconds since 1970, with a fraction of up to nine
 * digits.
 */
final class EventTime {
  private EventTime() {}

  /**
   * Returns nanoseconds since 1970.
   *
   * @throws ApiException.BadParameter if it is no such number
   */
  static long nanos(String parameter, String value) {
    try {
      return new BigDecimal(value).movePointRight(9).longValue();
    } catch (NumberFormatException e) {
      throw new ApiException.BadParameter(
          "invalid value for parameter " + parameter + ": \"" + value + "\" is no unix timestamp",
          e);
    }
  }
}
