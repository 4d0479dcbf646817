package dev.stevedore.docker.credentials;

import com.eclipsesource.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Credentials for one registry.
 *
 * @param user "" for none
 * @param password "" for none
 * @param identityToken what a login gave in place of the password; "" for none
 * @param server the registry, as it is called in {@code config.json}
 */
public record RegistryAuth(String user, String password, String identityToken, String server) {
  /** The index's name in {@code config.json}, and what the API takes for Docker Hub. */
  public static final String DOCKER_HUB = "https://index.docker.io/v1/";

  /** Nobody in particular. */
  public static RegistryAuth none(String server) {
    return new RegistryAuth("", "", "", server);
  }

  /** Whether there is anything to send. */
  public boolean isEmpty() {
    return user.isEmpty() && identityToken.isEmpty();
  }

  /** The API's AuthConfig. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    addIfSet(json, "username", user);
    addIfSet(json, "password", password);
    if (!isEmpty()) {
      addIfSet(json, "serveraddress", server);
    }
    addIfSet(json, "identitytoken", identityToken);
    return json;
  }

  private static void addIfSet(JsonObject json, String name, String value) {
    if (!value.isEmpty()) {
      json.add(name, value);
    }
  }

  /** The value of the header X-Registry-Auth. */
  public String header() {
    byte[] json = json().toString().getBytes(StandardCharsets.UTF_8);
    return new String(Base64.getUrlEncoder().encode(json), StandardCharsets.US_ASCII);
  }

  @Override
  public String toString() {
    return "RegistryAuth[user=" + user + ", server=" + server + "]";
  }
}
