package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.state.Container;
import java.util.List;

/** Stops all processes of a container where they are, or lets them go on: pause and resume. */
public final class PauseCommand implements Command {
  private final boolean freezes;

  /**
   * One of the two.
   *
   * @param freezes true for pause, false for resume
   */
  public PauseCommand(boolean freezes) {
    this.freezes = freezes;
  }

  @Override
  public String name() {
    return freezes ? "pause" : "resume";
  }

  @Override
  public String summary() {
    return freezes
        ? "suspend all processes inside the container"
        : "resume all processes that have been paused";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    Container container = context.container(arguments);
    ContainerStatus status = container.status();
    boolean isRunning = status == ContainerStatus.RUNNING || status == ContainerStatus.CREATED;
    if (freezes && !isRunning) {
      throw new RuncException("container not running or created: " + status.specName());
    }
    if (!freezes && status != ContainerStatus.PAUSED) {
      throw new RuncException("container not paused");
    }
    container.cgroup().freeze(freezes);
    return 0;
  }
}
