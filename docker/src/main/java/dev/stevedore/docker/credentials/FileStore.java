package dev.stevedore.docker.credentials;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.format.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Credentials in {@code config.json} itself, in base64. */
record FileStore(ConfigFile file) implements CredentialStore {
  @Override
  public RegistryAuth get(String server) {
    JsonObject auths = file.auths();
    JsonObject found = JsonFields.object(auths, server);
    if (found.isEmpty()) {
      // Older clients called a registry by a URL.
      for (String name : auths.names()) {
        if (Credentials.hostOf(name).equals(server)) {
          found = JsonFields.object(auths, name);
        }
      }
    }
    return read(found, server);
  }

  private static RegistryAuth read(JsonObject entry, String server) {
    String user = "";
    String password = "";
    String auth = JsonFields.string(entry, "auth");
    if (!auth.isEmpty()) {
      String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon >= 0) {
        user = pair.substring(0, colon);
        password = pair.substring(colon + 1);
      }
    }
    return new RegistryAuth(user, password, JsonFields.string(entry, "identitytoken"), server);
  }

  @Override
  public void store(RegistryAuth auth) {
    String pair = auth.user() + ":" + auth.password();
    JsonObject entry = new JsonObject();
    byte[] encoded = Base64.getEncoder().encode(pair.getBytes(StandardCharsets.UTF_8));
    entry.add("auth", new String(encoded, StandardCharsets.US_ASCII));
    if (!auth.identityToken().isEmpty()) {
      entry.add("identitytoken", auth.identityToken());
    }
    file.replaceAuths(new JsonObject(file.auths()).set(auth.server(), entry));
  }

  @Override
  public void erase(String server) {
    JsonObject auths = new JsonObject(file.auths());
    if (auths.get(server) != null) {
      file.replaceAuths(auths.remove(server));
    }
  }

  @Override
  public boolean isPlain() {
    return true;
  }
}
