package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.criu.CriuFlags;
import dev.stevedore.runc.launch.ConsoleEnds;
import dev.stevedore.runc.launch.Foreground;
import dev.stevedore.runc.launch.LaunchOptions;
import dev.stevedore.runc.launch.Removal;
import dev.stevedore.runc.launch.RestoreLauncher;
import dev.stevedore.runc.state.Container;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Brings a container back that was saved by checkpoint. */
public final class RestoreCommand implements Command {
  @Override
  public String name() {
    return "restore";
  }

  @Override
  public String summary() {
    return "restore a container from a previous checkpoint";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>(CriuFlags.COMMON);
    flags.add(LaunchFlags.BUNDLE);
    flags.add(LaunchFlags.CONFIG);
    flags.add(LaunchFlags.DETACH);
    flags.add(LaunchFlags.PID_FILE);
    flags.add(LaunchFlags.CONSOLE_SOCKET);
    flags.add(Flag.ofSwitch("no-subreaper", "", "do not adopt orphans of the container"));
    flags.add(Flag.ofSwitch("no-pivot", "", "(CRIU changes the root as it was changed)"));
    flags.add(Flag.ofValue("lsm-profile", "", "TYPE:NAME of a security profile"));
    flags.add(Flag.ofValue("lsm-mount-context", "", "SELinux context of mounts"));
    return flags;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    String id = Context.operands(this, arguments, 1, 1).getFirst();
    LaunchOptions options = LaunchFlags.read(arguments, context, arguments.isOn("detach"));
    try {
      return restore(id, LaunchFlags.bundle(arguments, options), options, arguments, context);
    } catch (RuncException | PosixException e) {
      throw new RuncException("runc restore failed", e);
    }
  }

  private static int restore(
      String id, Bundle bundle, LaunchOptions options, Arguments arguments, Context context) {
    boolean terminal = bundle.spec().process().filter(p -> p.terminal()).isPresent();
    ConsoleEnds console = ConsoleEnds.open(options, terminal);
    RestoreLauncher launcher = new RestoreLauncher(context.root(), context.log());
    CriuFlags flags = new CriuFlags(arguments);
    if (options.detach()) {
      launcher.launch(id, bundle, options, flags, console.forInit());
      return 0;
    }
    if (!arguments.isOn("no-subreaper")) {
      Processes.becomeSubreaper();
    }
    try (Foreground foreground = Foreground.open()) {
      Container container = launcher.launch(id, bundle, options, flags, console.forInit());
      int exitCode = foreground.await(container.data().pid(), console.relay(), Optional.empty());
      new Removal(container, context.log()).remove();
      return exitCode;
    }
  }
}
