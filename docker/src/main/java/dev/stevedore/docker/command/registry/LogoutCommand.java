package dev.stevedore.docker.command.registry;

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
import java.util.ArrayList;
import java.util.List;

/** Forgets the credentials for a registry. The registry is not told: it keeps no sessions. */
public final class LogoutCommand implements Command {
  @Override
  public CommandSpec spec() {
    return CommandSpec.of("[SERVER]", "Log out of a registry", Arity.atMost(1));
  }

  @Override
  public int run(Call call) {
    Machine machine = call.session().machine();
    String given = call.arguments().isEmpty() ? "" : call.argument(0);
    String server = given.isEmpty() ? RegistryAuth.DOCKER_HUB : given;
    List<String> names = new ArrayList<>();
    names.add(server);
    String host = given.isEmpty() ? server : Credentials.hostOf(server);
    if (!given.isEmpty()) {
      // Older clients called a registry by a URL.
      names.add(host);
      names.add("http://" + host);
      names.add("https://" + host);
    }
    call.out().println("Removing login credentials for " + host);
    List<String> failures = new ArrayList<>();
    for (String name : names) {
      try {
        CredentialStore.of(machine, ConfigFile.read(machine), name).erase(name);
      } catch (CliException e) {
        failures.add(name + ": " + e.text());
      }
    }
    if (failures.size() == names.size()) {
      call.err().println("WARNING: could not erase credentials:");
      failures.forEach(call.err()::println);
      call.err().flush();
    }
    return 0;
  }
}
