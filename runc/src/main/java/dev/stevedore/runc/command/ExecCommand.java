package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.runtime.ContainerStatus;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cgroup.SubCgroups;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.launch.ConsoleEnds;
import dev.stevedore.runc.launch.ExecLauncher;
import dev.stevedore.runc.launch.Foreground;
import dev.stevedore.runc.launch.LaunchOptions;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.Optional;

/** Runs another process in a container. */
public final class ExecCommand implements Command {
  private static final int FAILED = 255;

  @Override
  public String name() {
    return "exec";
  }

  @Override
  public String summary() {
    return "execute a new process inside the container";
  }

  @Override
  public String operands() {
    return "<container-id> <command> [command options]  || -p process.json <container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        LaunchFlags.CONSOLE_SOCKET,
        LaunchFlags.PIDFD_SOCKET,
        LaunchFlags.PID_FILE,
        LaunchFlags.DETACH,
        LaunchFlags.PRESERVE_FDS,
        Flag.ofValue("cwd", "", "working directory in the container"),
        Flag.ofList("env", "e", "set environment variables"),
        Flag.ofSwitch("tty", "t", "give it a terminal"),
        Flag.ofValue("user", "u", "UID (format: <uid>[:<gid>])"),
        Flag.ofList("additional-gids", "g", "additional gids"),
        Flag.ofValue("process", "p", "path to process.json"),
        Flag.ofValue("apparmor", "", "apparmor profile"),
        Flag.ofValue("process-label", "", "selinux label"),
        Flag.ofSwitch("no-new-privs", "", "execve gives no more privileges"),
        Flag.ofList("cap", "c", "add a capability"),
        Flag.ofList(
            "cgroup",
            "",
            "cgroup below the container's to put it in, for v1 also CONTROLLER[,...]:PATH"),
        Flag.ofSwitch("ignore-paused", "", "allow exec in a paused container"));
  }

  @Override
  public int operandsBeforeRest() {
    return 1;
  }

  @Override
  public boolean entersContainer() {
    return true;
  }

  @Override
  public int failureExitCode() {
    return FAILED;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, Integer.MAX_VALUE);
    try {
      return exec(arguments, context);
    } catch (RuncException e) {
      throw new RuncException("exec failed", e);
    } catch (PosixException e) {
      throw new RuncException("exec failed", e);
    }
  }

  private static int exec(Arguments arguments, Context context) {
    Container container = context.container(arguments);
    container.requireOwn();
    ContainerStatus status = container.status();
    if (status == ContainerStatus.STOPPED) {
      throw new RuncException("cannot exec in a stopped container");
    }
    if (status == ContainerStatus.PAUSED && !arguments.isOn("ignore-paused")) {
      throw new RuncException(
          "cannot exec in a paused container (use --ignore-paused to override)");
    }
    Spec spec = container.spec();
    Process process = process(arguments, spec);
    LaunchOptions options = LaunchFlags.read(arguments, context, arguments.isOn("detach"));
    ConsoleEnds console = ConsoleEnds.open(options, process.terminal());
    ExecLauncher launcher = new ExecLauncher(container, spec, context.log());
    SubCgroups subCgroups = SubCgroups.parse(arguments.list("cgroup"));
    try {
      if (options.detach()) {
        launcher.launch(process, options, console.forInit(), subCgroups);
        return 0;
      }
      try (Foreground foreground = Foreground.open()) {
        int pid = launcher.launch(process, options, console.forInit(), subCgroups);
        return foreground.await(pid, console.relay(), Optional.empty());
      }
    } catch (RuncException e) {
      throw new RuncException("unable to start container process", e);
    }
  }

  private static Process process(Arguments arguments, Spec spec) {
    if (arguments.value("process").isPresent()) {
      String path = arguments.value("process").get();
      try {
        return Process.parse(Files.readText(path));
      } catch (JsonFormatException e) {
        throw new RuncException(path, e);
      }
    }
    if (arguments.positional().size() < 2) {
      throw new RuncException("exec args cannot be empty");
    }
    return ExecProcess.of(spec.process().orElseThrow(), arguments);
  }
}
