package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.launch.Removal;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.state.StateDirectory;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Removes what a container holds. */
public final class DeleteCommand implements Command {
  @Override
  public String name() {
    return "delete";
  }

  @Override
  public String summary() {
    return "delete any resources held by the container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.ofSwitch("force", "f", "delete it even if it is running, by SIGKILL"),
        Flag.ofSwitch("regex", "", "the operand is a regular expression for ids"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    String id = Context.operands(this, arguments, 1, 1).getFirst();
    boolean force = arguments.isOn("force");
    if (!arguments.isOn("regex")) {
      return delete(id, force, context);
    }
    Pattern pattern = pattern(id);
    int exitCode = 0;
    for (String found : StateDirectory.ids(context.root())) {
      if (pattern.matcher(found).find()) {
        try {
          delete(found, force, context);
        } catch (RuncException | PosixException e) {
          context.log().error(found + ": " + e.getMessage());
          exitCode = failureExitCode();
        }
      }
    }
    return exitCode;
  }

  private static Pattern pattern(String expression) {
    try {
      return Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      throw new RuncException("invalid regular expression \"" + expression + "\"");
    }
  }

  private static int delete(String id, boolean force, Context context) {
    Optional<Container> found = Container.find(context.root(), id);
    if (found.isEmpty()) {
      Removal.removeUnfinished(StateDirectory.of(context.root(), id), force);
      if (force) {
        return 0;
      }
      throw new RuncException("container does not exist");
    }
    Removal removal = new Removal(found.get(), context.log());
    ContainerStatus status = found.get().status();
    if (force || status == ContainerStatus.CREATED) {
      removal.killAndRemove();
    } else if (status == ContainerStatus.STOPPED) {
      removal.remove();
    } else {
      throw new RuncException(
          "cannot delete container " + id + " that is not stopped: " + status.specName());
    }
    return 0;
  }
}
