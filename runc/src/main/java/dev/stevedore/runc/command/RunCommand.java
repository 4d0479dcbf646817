package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.launch.ConsoleEnds;
import dev.stevedore.runc.launch.ContainerLauncher;
import dev.stevedore.runc.launch.Foreground;
import dev.stevedore.runc.launch.LaunchOptions;
import dev.stevedore.runc.launch.PoststartHooks;
import dev.stevedore.runc.launch.Removal;
import dev.stevedore.runc.state.Container;
import java.util.ArrayList;
import java.util.List;

/** Makes a container, runs its program, and removes it. */
public final class RunCommand implements Command {
  @Override
  public String name() {
    return "run";
  }

  @Override
  public String summary() {
    return "create and run a container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>(LaunchFlags.OF_CONTAINER);
    flags.add(LaunchFlags.DETACH);
    flags.add(Flag.ofSwitch("keep", "", "keep the container after it has ended"));
    flags.add(Flag.ofSwitch("no-subreaper", "", "do not adopt orphans of the container"));
    return flags;
  }

  @Override
  public boolean entersContainer() {
    return true;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    String id = Context.operands(this, arguments, 1, 1).getFirst();
    LaunchOptions options = LaunchFlags.read(arguments, context, arguments.isOn("detach"));
    try {
      Bundle bundle = LaunchFlags.bundle(arguments, options);
      return run(id, bundle, options, arguments, context);
    } catch (RuncException | PosixException e) {
      throw new RuncException("runc run failed", e);
    }
  }

  private static int run(
      String id, Bundle bundle, LaunchOptions options, Arguments arguments, Context context) {
    boolean terminal = bundle.spec().process().filter(p -> p.terminal()).isPresent();
    ConsoleEnds console = ConsoleEnds.open(options, terminal);
    ContainerLauncher launcher = new ContainerLauncher(context.root(), context.log());
    if (options.detach()) {
      Container container = launcher.launch(id, bundle, options, console.forInit(), false);
      PoststartHooks.run(container, context.log());
      launcher.readiness().ifPresent(socket -> socket.await(container.data().pid()));
      return 0;
    }
    if (!arguments.isOn("no-subreaper")) {
      Processes.becomeSubreaper();
    }
    try (Foreground foreground = Foreground.open()) {
      Container container = launcher.launch(id, bundle, options, console.forInit(), false);
      PoststartHooks.run(container, context.log());
      int exitCode =
          foreground.await(container.data().pid(), console.relay(), launcher.readiness());
      if (!arguments.isOn("keep")) {
        new Removal(container, context.log()).remove();
      }
      return exitCode;
    }
  }
}
