package dev.stevedore.runc.command;

import dev.stevedore.lib.posix.Environment;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.hook.Program;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Lists the processes of a container. */
public final class PsCommand implements Command {
  @Override
  public String name() {
    return "ps";
  }

  @Override
  public String summary() {
    return "display the processes running inside a container";
  }

  @Override
  public String operands() {
    return "<container-id> [ps options]";
  }

  @Override
  public List<Flag> flags() {
    return List.of(Flag.ofValue("format", "f", "table (default) or json"));
  }

  @Override
  public int operandsBeforeRest() {
    return 1;
  }

  @Override
  public int run(Arguments arguments, Context context) {
    List<String> operands = Context.operands(this, arguments, 1, Integer.MAX_VALUE);
    List<Integer> pids = context.container(arguments).cgroup().processes();
    switch (arguments.value("format").orElse("table")) {
      case "json" -> context.print(pids.toString().replace(" ", "") + "\n");
      case "table" -> context.print(filter(ps(operands.subList(1, operands.size())), pids));
      default -> throw new RuncException("invalid format option");
    }
    return 0;
  }

  private static List<String> ps(List<String> options) {
    List<String> command = new ArrayList<>(List.of("ps"));
    command.addAll(options.isEmpty() ? List.of("-ef") : options);
    Program.Result result =
        Program.run("/bin/ps", command, Environment.variables(), "", Program.Outputs.KEPT, -1);
    if (!result.succeeded()) {
      throw new RuncException("ps: " + result.describe());
    }
    return Arrays.asList(result.output().split("\n"));
  }

  /** The title, and the lines of the container's processes. */
  static String filter(List<String> lines, List<Integer> pids) {
    int column = Arrays.asList(lines.getFirst().trim().split(" +")).indexOf("PID");
    if (column < 0) {
      throw new RuncException("couldn't find PID field in ps output");
    }
    StringBuilder kept = new StringBuilder(lines.getFirst()).append('\n');
    for (String line : lines.subList(1, lines.size())) {
      String[] fields = line.trim().split(" +");
      if (fields.length > column && pids.contains(Integer.parseInt(fields[column]))) {
        kept.append(line).append('\n');
      }
    }
    return kept.toString();
  }
}
