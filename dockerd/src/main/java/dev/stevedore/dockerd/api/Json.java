package dev.stevedore.dockerd.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.util.Arrays;
import java.util.Optional;

/**
 * JSON as the Engine API has it. A record's component {@code hostConfig} is {@code HostConfig};
 * other spellings ({@code ID}, {@code OOMKilled}) are said with {@code @JsonProperty}. Names are
 * read without regard to case and unknown ones are skipped, as Go reads. Empty Optionals are left
 * out ({@code omitempty}); nulls are written.
 */
public final class Json {
  /** The mapper; thread-safe, never reconfigured. */
  public static final JsonMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.ALWAYS, JsonInclude.Include.ALWAYS))
          // Empty means absent, not null: what Go calls omitempty.
          .withConfigOverride(
              Optional.class,
              o ->
                  o.setInclude(
                      JsonInclude.Value.construct(
                          JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS)))
          .addModule(new Jdk8Module())
          .addModule(GoTime.module())
          .build();

  private Json() {}

  /** Reads JSON that this program wrote. */
  public static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + json, e);
    }
  }

  /** Returns the value as JSON bytes, in UTF-8, ended by a line feed as Go's encoder does. */
  public static byte[] bytes(Object value) {
    try {
      byte[] json = MAPPER.writeValueAsBytes(value);
      byte[] line = Arrays.copyOf(json, json.length + 1);
      line[json.length] = '\n';
      return line;
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write " + value.getClass() + " as JSON", e);
    }
  }
}
