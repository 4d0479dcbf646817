package dev.stevedore.docker.credentials;

import com.eclipsesource.json.Json;
import com.eclipsesource.json.JsonObject;
import com.eclipsesource.json.ParseException;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.format.JsonFields;
import java.nio.charset.StandardCharsets;

/**
 * Credentials that a program keeps, {@code docker-credential-NAME}.
 *
 * <pre>
 *   get     stdin: SERVER                                  stdout: {"ServerURL", "Username", "Secret"}
 *   store   stdin: {"ServerURL", "Username", "Secret"}
 *   erase   stdin: SERVER
 * </pre>
 *
 * A user called {@code <token>} has an identity token as its secret.
 *
 * @param name of the program, without its prefix
 */
record HelperStore(Machine machine, String name, ConfigFile file) implements CredentialStore {
  private static final String TOKEN = "<token>";

  /** What such a program prints when it has nothing; it fails then, too. */
  private static final String NOT_FOUND = "credentials not found in native keychain";

  @Override
  public RegistryAuth get(String server) {
    Machine.Executed answer = call("get", server);
    if (answer.status() != 0) {
      if (answer.output().trim().equals(NOT_FOUND)) {
        return RegistryAuth.none(server);
      }
      throw failed("getting", answer);
    }
    JsonObject found;
    try {
      found = JsonFields.asObject(Json.parse(answer.output()));
    } catch (ParseException e) {
      throw new CliException(
          "error getting credentials: docker-credential-" + name + " did not print JSON", 1, e);
    }
    String user = JsonFields.string(found, "Username");
    String secret = JsonFields.string(found, "Secret");
    return user.equals(TOKEN)
        ? new RegistryAuth("", "", secret, server)
        : new RegistryAuth(user, secret, "", server);
  }

  @Override
  public void store(RegistryAuth auth) {
    boolean token = !auth.identityToken().isEmpty();
    JsonObject json = new JsonObject();
    json.add("ServerURL", auth.server());
    json.add("Username", token ? TOKEN : auth.user());
    json.add("Secret", token ? auth.identityToken() : auth.password());
    Machine.Executed answer = call("store", json.toString());
    if (answer.status() != 0) {
      throw failed("storing", answer);
    }
    // The file only says which registries there are credentials for.
    file.replaceAuths(new JsonObject(file.auths()).set(auth.server(), new JsonObject()));
  }

  @Override
  public void erase(String server) {
    Machine.Executed answer = call("erase", server);
    if (answer.status() != 0 && !answer.output().trim().equals(NOT_FOUND)) {
      throw failed("erasing", answer);
    }
    JsonObject auths = new JsonObject(file.auths());
    if (auths.get(server) != null) {
      file.replaceAuths(auths.remove(server));
    }
  }

  @Override
  public boolean isPlain() {
    return false;
  }

  private Machine.Executed call(String verb, String input) {
    return machine.execute(
        "docker-credential-" + name, verb, input.getBytes(StandardCharsets.UTF_8));
  }

  private static CliException failed(String doing, Machine.Executed answer) {
    return new CliException(
        "error %s credentials - err: exit status %d, out: `%s`"
            .formatted(doing, answer.status(), answer.output().trim()));
  }
}
