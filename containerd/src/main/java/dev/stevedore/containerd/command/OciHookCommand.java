package dev.stevedore.containerd.command;

import dev.stevedore.containerd.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code oci-hook}: a hook of a container runs this, and this runs a command with what the hook is
 * told put into its arguments and environment, see {@link HookTemplate}.
 */
@Command(
    name = OciHookCommand.NAME,
    description = "Provides a base for OCI runtime hooks to allow arguments to be injected.")
public final class OciHookCommand implements Callable<Integer> {
  /** What it is called by; what comes after the command's name is the command's own. */
  public static final String NAME = "oci-hook";

  @Parameters(arity = "1..*", paramLabel = "COMMAND", description = "what to run")
  List<String> command = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    String state = new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
    HookTemplate template;
    try {
      Path bundle = Path.of(HookTemplate.of(state, "{}").render("{{bundle}}"));
      template = HookTemplate.of(state, Files.readString(bundle.resolve("config.json")));
    } catch (com.eclipsesource.json.ParseException | UnsupportedOperationException e) {
      throw new ConfigException("oci-hook: the state or config.json is no JSON: " + e.getMessage());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command.stream().map(template::render).toList()).inheritIO();
    builder.environment().replaceAll((name, value) -> template.render(value));
    return builder.start().waitFor();
  }
}
