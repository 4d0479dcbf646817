package dev.stevedore.docker.command.registry;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.docker.cli.Arity;
import dev.stevedore.docker.cli.Call;
import dev.stevedore.docker.cli.CliException;
import dev.stevedore.docker.cli.Command;
import dev.stevedore.docker.cli.CommandSpec;
import dev.stevedore.docker.cli.Machine;
import dev.stevedore.docker.credentials.ConfigFile;
import dev.stevedore.docker.credentials.CredentialStore;
import dev.stevedore.docker.credentials.Credentials;
import dev.stevedore.docker.credentials.RegistryAuth;
import dev.stevedore.docker.engine.ApiException;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.format.JsonFields;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Logs in to a registry, and keeps the credentials. */
public final class LoginCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of(
        "[OPTIONS] [SERVER]",
        "Log in to a registry",
        Arity.atMost(1),
        FlagTable.builder()
            .string("password", 'p', "Password or access token")
            .bool("password-stdin", "Read the password or access token from stdin")
            .string("username", 'u', "Name of the user")
            .build());
  }

  @Override
  public int run(Call call) {
    check(call.flags());
    Machine machine = call.session().machine();
    String server = Credentials.serverOf(call.arguments().isEmpty() ? "" : call.argument(0));
    ConfigFile file = ConfigFile.read(machine);
    CredentialStore store = CredentialStore.of(machine, file, server);
    String password = password(call);
    String user = call.flags().string("username");
    if (user.isEmpty() && password.isEmpty()) {
      RegistryAuth kept = store.get(server);
      if (!kept.isEmpty() && withKept(call, store, kept)) {
        return 0;
      }
      user = kept.user();
    }
    RegistryAuth given = new RegistryAuth(user, password, "", server);
    finish(call, file, store, complete(call, given));
    return 0;
  }

  private static void check(FlagValues flags) {
    if (flags.isGiven("password-stdin")) {
      if (flags.isGiven("password")) {
        throw new CliException(
            "conflicting options: cannot specify both --password and --password-stdin");
      }
      if (!flags.isGiven("username")) {
        throw new CliException("the --password-stdin option requires --username to be set");
      }
    }
    if (flags.isGiven("username") && flags.string("username").isEmpty()) {
      throw new CliException("username is empty");
    }
    if (flags.isGiven("password") && flags.string("password").isEmpty()) {
      throw new CliException("password is empty");
    }
  }

  private static String password(Call call) {
    if (!call.flags().bool("password-stdin")) {
      String password = call.flags().string("password");
      if (!password.isEmpty()) {
        call.err()
            .println("WARNING! Using --password via the CLI is insecure. Use --password-stdin.");
        call.err().flush();
      }
      return password;
    }
    try (InputStream in = call.session().machine().stdin()) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      if (text.endsWith("\n")) {
        text = text.substring(0, text.length() - 1);
      }
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    } catch (IOException e) {
      throw new CliException(String.valueOf(e.getMessage()), 1, e);
    }
  }

  private static boolean withKept(Call call, CredentialStore store, RegistryAuth kept) {
    call.err()
        .println(
            "Authenticating with existing credentials..."
                + (kept.user().isEmpty() ? "" : " [Username: " + kept.user() + "]"));
    call.err().flush();
    try {
      JsonObject answer = ask(call, kept);
      store.store(withToken(kept, answer));
      say(call, answer);
      return true;
    } catch (ApiException e) {
      call.err()
          .println(
              e.isUnauthorized()
                  ? "Stored credentials invalid or expired"
                  : "Login did not succeed, error: " + e.text());
      call.err().flush();
      return false;
    }
  }

  /** Asks the user for what is missing. */
  private static RegistryAuth complete(Call call, RegistryAuth given) {
    Machine machine = call.session().machine();
    String user = given.user();
    String password = given.password();
    if ((user.isEmpty() || password.isEmpty()) && !machine.isTerminal(Machine.STDIN)) {
      throw new CliException("Error: Cannot perform an interactive login from a non TTY device");
    }
    if (!call.flags().isGiven("username")) {
      call.out().print(user.isEmpty() ? "Username: " : "Username (" + user + "): ");
      call.out().flush();
      String typed = machine.readLine(false).trim();
      user = typed.isEmpty() ? user : typed;
      if (user.isEmpty()) {
        throw new CliException("Error: Non-null Username Required");
      }
    }
    if (password.isEmpty()) {
      call.out().print("Password: ");
      call.out().flush();
      password = machine.readLine(true);
      call.out().println("");
      if (password.isEmpty()) {
        throw new CliException("Error: Password Required");
      }
    }
    return new RegistryAuth(user, password, "", given.server());
  }

  private static JsonObject ask(Call call, RegistryAuth auth) {
    return JsonFields.asObject(call.engine().post("/auth", auth.json()).json());
  }

  private static RegistryAuth withToken(RegistryAuth auth, JsonObject answer) {
    String token = JsonFields.string(answer, "IdentityToken");
    return token.isEmpty() ? auth : new RegistryAuth(auth.user(), "", token, auth.server());
  }

  private static void finish(Call call, ConfigFile file, CredentialStore store, RegistryAuth auth) {
    JsonObject answer = ask(call, auth);
    store.store(withToken(auth, answer));
    if (store.isPlain()) {
      call.err()
          .println("\nWARNING! Your credentials are stored unencrypted in '" + file.path() + "'.");
      call.err().println("Configure a credential helper to remove this warning. See");
      call.err().println("https://docs.docker.com/go/credential-store/\n");
      call.err().flush();
    }
    say(call, answer);
  }

  private static void say(Call call, JsonObject answer) {
    String status = JsonFields.string(answer, "Status");
    if (!status.isEmpty()) {
      call.out().println(status);
    }
  }
}
