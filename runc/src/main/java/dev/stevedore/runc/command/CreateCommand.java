package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.launch.ConsoleEnds;
import dev.stevedore.runc.launch.ContainerLauncher;
import dev.stevedore.runc.launch.LaunchOptions;
import java.util.List;

/** Makes a container; its program runs after {@code start}. */
public final class CreateCommand implements Command {
  @Override
  public String name() {
    return "create";
  }

  @Override
  public String summary() {
    return "create a container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return LaunchFlags.OF_CONTAINER;
  }

  @Override
  public boolean entersContainer() {
    return true;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    String id = Context.operands(this, arguments, 1, 1).getFirst();
    LaunchOptions options = LaunchFlags.read(arguments, context, true);
    try {
      Bundle bundle = LaunchFlags.bundle(arguments, options);
      boolean terminal = bundle.spec().process().filter(p -> p.terminal()).isPresent();
      new ContainerLauncher(context.root(), context.log())
          .launch(id, bundle, options, ConsoleEnds.open(options, terminal).forInit(), true);
    } catch (RuncException | PosixException e) {
      throw new RuncException("runc create failed", e);
    }
    return 0;
  }
}
