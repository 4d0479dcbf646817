package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.container.config.ContainerConfig;
import dev.stevedore.dockerd.container.config.HostConfig;
import dev.stevedore.lib.oci.runtime.ConsoleSize;
import dev.stevedore.lib.oci.runtime.Process;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes the OCI process of an exec. */
public final class ExecSpec {
  private ExecSpec() {}

  /**
   * What the user of exec asks for.
   *
   * @param workingDir empty: the container's
   * @param size of the terminal
   */
  public record Wish(
      List<String> command,
      List<String> env,
      String workingDir,
      boolean terminal,
      Optional<ConsoleSize> size,
      boolean privileged) {}

  /** The process: the container's, but for what was asked. */
  public static Process of(
      ContainerConfig config,
      HostConfig host,
      Wish wish,
      UserDatabase.Identity identity,
      SpecGenerator specs) {
    String workingDir = wish.workingDir().isEmpty() ? config.workingDir() : wish.workingDir();
    boolean root = identity.user().uid() == 0;
    List<String> granted = wish.privileged() ? specs.allCapabilities() : specs.granted(host);
    SecurityOptions security = specs.security(host);
    Process.Builder process =
        Process.builder()
            .terminal(wish.terminal())
            .user(identity.user())
            .args(wish.command())
            .env(environment(config, wish, identity.home()))
            .cwd(workingDir.isEmpty() ? "/" : workingDir)
            .capabilities(SpecGenerator.capabilities(granted, root))
            .noNewPrivileges(security.noNewPrivileges());
    if (!security.apparmor().isEmpty() && !security.apparmor().equals("unconfined")) {
      process.apparmorProfile(security.apparmor());
    }
    wish.size().ifPresent(process::consoleSize);
    return process.build();
  }

  private static List<String> environment(ContainerConfig config, Wish wish, String home) {
    Map<String, String> byName = new LinkedHashMap<>();
    for (String entry : SpecGenerator.environment(config, home)) {
      byName.put(name(entry), entry);
    }
    if (wish.terminal()) {
      byName.putIfAbsent("TERM", "TERM=xterm");
    }
    wish.env().forEach(entry -> byName.put(name(entry), entry));
    return List.copyOf(byName.values());
  }

  private static String name(String entry) {
    int equals = entry.indexOf('=');
    return equals < 0 ? entry : entry.substring(0, equals);
  }
}
