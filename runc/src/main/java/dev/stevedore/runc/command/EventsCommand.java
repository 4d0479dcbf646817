package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.posix.Epoll;
import dev.stevedore.lib.posix.EventLoop;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Processes;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.Cgroups;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.cli.GoDuration;
import dev.stevedore.runc.state.Container;
import dev.stevedore.runc.stats.CgroupText;
import dev.stevedore.runc.stats.OomWatch;
import dev.stevedore.runc.stats.StatsJson;
import java.util.List;

/** Prints what a container uses, every few seconds, and that it is out of memory. */
public final class EventsCommand implements Command {
  @Override
  public String name() {
    return "events";
  }

  @Override
  public String summary() {
    return "display container events such as OOM notifications, cpu, memory, and IO usage statistics";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.ofValue("interval", "", "time between statistics (default: 5s)"),
        Flag.ofSwitch("stats", "", "print the statistics once"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    Container container = context.container(arguments);
    long interval = GoDuration.millis(arguments.value("interval").orElse("5s"));
    if (interval <= 0) {
      throw new RuncException("duration interval must be greater than 0");
    }
    if (container.status() == ContainerStatus.STOPPED) {
      throw new RuncException("container with id " + container.data().id() + " is not running");
    }
    if (arguments.isOn("stats")) {
      printStats(container, context);
      return 0;
    }
    watch(container, context, interval);
    return 0;
  }

  /** Until the container ends. */
  private static void watch(Container container, Context context, long interval) {
    EventLoop loop = new EventLoop();
    try (Fd init = Processes.open(container.data().pid());
        OomWatch oom = OomWatch.open(container.data().cgroups(), Cgroups.isUnified())) {
      loop.add(
          oom.descriptor(),
          Epoll.IN,
          events -> {
            if (oom.take()) {
              context.print(StatsJson.event("oom", container.data().id()) + "\n");
            }
          });
      loop.add(init, Epoll.IN, events -> loop.stop());
      repeat(loop, interval, () -> printStats(container, context));
      loop.run();
      if (oom.take()) {
        context.print(StatsJson.event("oom", container.data().id()) + "\n");
      }
    }
  }

  private static void repeat(EventLoop loop, long interval, Runnable action) {
    loop.after(
        interval,
        () -> {
          action.run();
          repeat(loop, interval, action);
        });
  }

  private static void printStats(Container container, Context context) {
    CgroupText files = CgroupText.of(container.data().cgroups());
    context.print(
        StatsJson.event(container.data().id(), files, Cgroups.isUnified()).toString() + "\n");
  }
}
