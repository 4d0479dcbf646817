package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.criu.Checkpoint;
import dev.stevedore.runc.criu.CriuFlags;
import dev.stevedore.runc.launch.Removal;
import dev.stevedore.runc.state.Container;
import java.util.ArrayList;
import java.util.List;

/** Saves a running container to files. */
public final class CheckpointCommand implements Command {
  @Override
  public String name() {
    return "checkpoint";
  }

  @Override
  public String summary() {
    return "checkpoint a running container";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    List<Flag> flags = new ArrayList<>(CriuFlags.COMMON);
    flags.add(Flag.ofValue("parent-path", "", "images of an earlier pre-dump"));
    flags.add(Flag.ofSwitch("leave-running", "", "let the container go on"));
    flags.add(
        Flag.ofSwitch("tcp-skip-in-flight", "", "leave TCP connections out that are not open yet"));
    flags.add(Flag.ofSwitch("link-remap", "", "link files again that were deleted"));
    flags.add(Flag.ofValue("page-server", "", "ADDRESS:PORT that gets the pages of memory"));
    flags.add(
        Flag.ofValue(
            "status-fd", "", "descriptor that gets a zero byte when lazy pages are served"));
    flags.add(Flag.ofSwitch("pre-dump", "", "save the memory only, and let the container go on"));
    return flags;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    Container container = context.container(arguments);
    ContainerStatus status = container.status();
    if (status == ContainerStatus.CREATED || status == ContainerStatus.STOPPED) {
      throw new RuncException(
          "Container cannot be checkpointed in " + status.specName() + " state");
    }
    new Checkpoint(container, new CriuFlags(arguments), context.log()).save();
    if (!arguments.isOn("leave-running") && !arguments.isOn("pre-dump")) {
      new Removal(container, context.log()).killAndRemove();
    }
    return 0;
  }
}
