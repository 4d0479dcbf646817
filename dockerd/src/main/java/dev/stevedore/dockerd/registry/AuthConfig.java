package dev.stevedore.dockerd.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.stevedore.dockerd.api.Exchange;
import dev.stevedore.dockerd.api.Json;
import dev.stevedore.lib.registry.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/** Docker's AuthConfig: who the client is for a registry. */
public final class AuthConfig {
  private AuthConfig() {}

  /**
   * The credentials in the header X-Registry-Auth: JSON in base64url. What cannot be read counts as
   * none, as in Docker: most pulls need none.
   */
  public static Credentials of(Exchange exchange) {
    String header = exchange.header("X-Registry-Auth").orElse("");
    try {
      byte[] json =
          Base64.getUrlDecoder()
              .decode(header.strip().replace('+', '-').replace('/', '_').replace("=", ""));
      return json.length == 0 ? Credentials.NONE : read(Json.MAPPER.readTree(json));
    } catch (IllegalArgumentException | IOException e) {
      return Credentials.NONE;
    }
  }

  /**
   * Reads the JSON object.
   *
   * @throws JsonProcessingException if {@code auth} is malformed
   */
  static Credentials read(JsonNode config) throws JsonProcessingException {
    String registryToken = text(config, "registrytoken");
    String identityToken = text(config, "identitytoken");
    if (!registryToken.isEmpty()) {
      return new Credentials.RegistryToken(registryToken);
    }
    if (!identityToken.isEmpty()) {
      return new Credentials.IdentityToken(identityToken);
    }
    String user = text(config, "username");
    String password = text(config, "password");
    String both = text(config, "auth");
    if (user.isEmpty() && !both.isEmpty()) {
      String pair = new String(Base64.getDecoder().decode(both), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      user = colon < 0 ? "" : pair.substring(0, colon);
      password = pair.substring(colon + 1);
    }
    return user.isEmpty() ? Credentials.NONE : new Credentials.Password(user, password);
  }

  /** A member, whatever the case of its name. */
  static String text(JsonNode config, String name) {
    for (var member : config.properties()) {
      if (member.getKey().toLowerCase(Locale.ROOT).equals(name)) {
        return member.getValue().asText("");
      }
    }
    return "";
  }
}
