package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.json.JsonFormatException;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Pids;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Utf8;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.cli.UsageException;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/** Changes limits of a container. */
public final class UpdateCommand implements Command {
  @Override
  public String name() {
    return "update";
  }

  @Override
  public String summary() {
    return "update container resource constraints";
  }

  @Override
  public String operands() {
    return "<container-id>";
  }

  @Override
  public List<Flag> flags() {
    return List.of(
        Flag.ofValue("resources", "r", "JSON file with the limits, - for stdin"),
        Flag.ofValue("blkio-weight", "", "weight for block I/O, 10 to 1000"),
        Flag.ofValue("cpu-period", "", "period of the CPU limit in microseconds"),
        Flag.ofValue("cpu-quota", "", "CPU time in a period in microseconds"),
        Flag.ofValue("cpu-burst", "", "CPU time that may be saved up in microseconds"),
        Flag.ofValue("cpu-share", "", "CPU shares"),
        Flag.ofValue("cpu-idle", "", "1: only when nobody else wants the CPU; 0: as usual"),
        Flag.ofValue("cpu-rt-period", "", "period of the real-time limit in microseconds"),
        Flag.ofValue("cpu-rt-runtime", "", "real-time in a period in microseconds"),
        Flag.ofValue("cpuset-cpus", "", "CPUs, such as 0-3,7"),
        Flag.ofValue("cpuset-mems", "", "memory nodes"),
        Flag.ofValue("kernel-memory", "", "(obsolete: ignored)"),
        Flag.ofValue("kernel-memory-tcp", "", "(obsolete: ignored)"),
        Flag.ofValue("memory", "", "memory limit in bytes"),
        Flag.ofValue("memory-reservation", "", "soft memory limit in bytes"),
        Flag.ofValue("memory-swap", "", "limit of memory and swap in bytes; -1 for none"),
        Flag.ofValue("l3-cache-schema", "", "Intel RDT: shares of the L3 cache, L3:0=7f0;1=1f"),
        Flag.ofValue("mem-bw-schema", "", "Intel RDT: shares of memory bandwidth, MB:0=20;1=70"),
        Flag.ofValue("pids-limit", "", "number of tasks; -1 for no limit"));
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 1, 1);
    Container container = context.container(arguments);
    Resources changes =
        arguments.value("resources").isPresent()
            ? read(arguments.value("resources").get())
            : ofFlags(arguments);
    container.cgroup().limit(changes);
    if (!changes.devices().isEmpty()) {
      container.cgroup().limitDevices(changes);
    }
    if (arguments.value("l3-cache-schema").or(() -> arguments.value("mem-bw-schema")).isPresent()) {
      new ResctrlUpdate(container)
          .apply(
              arguments.value("l3-cache-schema").orElse(""),
              arguments.value("mem-bw-schema").orElse(""));
    }
    return 0;
  }

  private static Resources read(String source) {
    try {
      byte[] json = source.equals("-") ? Fd.STDIN.readAll() : Files.readAll(source);
      return Resources.read(ObjectReader.parse(Utf8.decode(json)));
    } catch (JsonFormatException e) {
      throw new RuncException("resources", e);
    }
  }

  private static Resources ofFlags(Arguments arguments) {
    Cpu.Builder cpu = Cpu.builder();
    number(arguments, "cpu-period", cpu::period);
    number(arguments, "cpu-quota", cpu::quota);
    number(arguments, "cpu-burst", cpu::burst);
    number(arguments, "cpu-share", cpu::shares);
    number(arguments, "cpu-idle", cpu::idle);
    number(arguments, "cpu-rt-period", cpu::realtimePeriod);
    number(arguments, "cpu-rt-runtime", cpu::realtimeRuntime);
    arguments.value("cpuset-cpus").ifPresent(cpu::cpus);
    arguments.value("cpuset-mems").ifPresent(cpu::mems);
    Memory.Builder memory = Memory.builder();
    number(arguments, "memory", memory::limit);
    number(arguments, "memory-reservation", memory::reservation);
    number(arguments, "memory-swap", memory::swap);
    Resources.Builder resources = Resources.builder().cpu(cpu.build()).memory(memory.build());
    number(arguments, "pids-limit", n -> resources.pids(new Pids(OptionalLong.of(n))));
    number(arguments, "blkio-weight", n -> resources.blockIo(BlockIo.builder().weight(n).build()));
    return resources.build();
  }

  private static void number(Arguments arguments, String flag, LongConsumer setter) {
    arguments
        .value(flag)
        .ifPresent(
            text -> {
              try {
                setter.accept(Long.parseLong(text));
              } catch (NumberFormatException e) {
                throw new UsageException("invalid value for " + flag + ": " + text);
              }
            });
  }
}
