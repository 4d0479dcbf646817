package dev.stevedore.docker.template;

import com.eclipsesource.json.JsonValue;
import java.util.Optional;

/** What stands for a field that an object does not have. */
@FunctionalInterface
public interface Missing {
  /** Every missing field is an error. */
  Missing IS_ERROR = name -> Optional.empty();

  /**
   * Gives the value to use.
   *
   * @return empty if there is none, which is an error
   */
  Optional<JsonValue> instead(String name);
}
