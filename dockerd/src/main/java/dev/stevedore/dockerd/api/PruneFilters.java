package dev.stevedore.dockerd.api;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The filters that all prune calls have: {@code label}, {@code label!} and {@code until}. */
public final class PruneFilters {
  private final Filters filters;
  private final Optional<Instant> until;

  private PruneFilters(Filters filters, Optional<Instant> until) {
    this.filters = filters;
    this.until = until;
  }

  /**
   * Reads them.
   *
   * @throws ApiException.BadParameter if {@code until} is no time, or several
   */
  public static PruneFilters of(Filters filters) {
    if (filters.get("until").size() > 1) {
      throw new ApiException.BadParameter("more than one until filter specified");
    }
    return new PruneFilters(
        filters, filters.get("until").stream().findFirst().map(PointInTime::parse));
  }

  /** Whether something with these labels, made then, may be removed. */
  public boolean match(Map<String, String> labels, Instant created) {
    return filters.matchesPairs("label", labels)
        && (!filters.has("label!") || !filters.matchesPairs("label!", labels))
        && (until.isEmpty() || created.isBefore(until.get()));
  }
}
