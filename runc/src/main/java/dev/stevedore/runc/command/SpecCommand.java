package dev.stevedore.runc.command;

import com.eclipsesource.json.PrettyPrint;
import com.eclipsesource.json.WriterConfig;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.ExampleSpec;
import java.util.List;

/** Writes a config.json to start from. */
public final class SpecCommand implements Command {
  private static final String FILE = "config.json";
  private static final WriterConfig TABS = PrettyPrint.indentWithTabs();

  @Override
  public String name() {
    return "spec";
  }

  @Override
  public String summary() {
    return "create a new specification file";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.ofValue("bundle", "b", "the bundle's directory (default: the current one)"),
        Flag.ofSwitch("rootless", "", "for a container of a user who is not root"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 0, 0);
    arguments.value("bundle").ifPresent(Files::changeDirectory);
    if (Files.exists(FILE)) {
      throw new RuncException("File " + FILE + " exists. Remove it first");
    }
    boolean unified = Cgroups.isUnified();
    Spec spec =
        arguments.isOn("rootless")
            ? ExampleSpec.rootless(unified, Processes.userId(), Processes.groupId())
            : ExampleSpec.of(unified);
    Files.write(FILE, Utf8.encode(spec.toJson().toString(TABS)), 0666);
    return 0;
  }
}
