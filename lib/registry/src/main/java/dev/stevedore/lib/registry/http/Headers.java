package dev.stevedore.lib.registry.http;

import java.util.Locale;
import java.util.Set;

/** Headers of requests. */
public final class Headers {
  /** What {@link java.net.http.HttpClient} sets itself. */
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade");

  private Headers() {}

  /** Whether a header can be added to a request; if not, it is the connection's own. */
  public static boolean canBeSet(String name) {
    return !OWN.contains(name.toLowerCase(Locale.ROOT));
  }
}
