package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.SignalNames;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.launch.Removal;
import java.util.List;

/** Sends a signal to a container. */
public final class KillCommand implements Command {
  @Override
  public String name() {
    return "kill";
  }

  @Override
  public String summary() {
    return "send a signal (default: SIGTERM) to the container's init process";
  }

  @Override
  public String operands() {
    return "<container-id> [signal]";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flag.ofSwitch("all", "a", "send it to all processes of the container"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    List<String> operands = Context.operands(this, arguments, 1, 2);
    int signal;
    try {
      signal = SignalNames.parse(operands.size() == 2 ? operands.get(1) : "SIGTERM");
    } catch (IllegalArgumentException e) {
      throw new RuncException(String.valueOf(e.getMessage()));
    }
    new Removal(context.container(arguments), context.log()).signal(signal, arguments.isOn("all"));
    return 0;
  }
}
