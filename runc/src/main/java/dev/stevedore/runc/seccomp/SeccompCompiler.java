package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.SeccompArch;
import dev.stevedore.lib.oci.runtime.SeccompArg;
import dev.stevedore.lib.oci.runtime.SeccompRule;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.MemoryFiles;
import dev.stevedore.lib.posix.NativeMemory;
import dev.stevedore.runc.RuncException;
import java.util.List;
import org.teavm.interop.Address;

/** Rules to BPF, by libseccomp. */
final class SeccompCompiler {
  private static final int COMPARISON = 24;
  private static final int NAME_LIMIT = 128;

  /** SCMP_FLTATR_CTL_OPTIMIZE of libseccomp 2.5. */
  private static final int OPTIMIZE = 8;

  private static final int BINARY_TREE = 2;

  private final Seccomp seccomp;
  private final boolean strict;
  private int highest;

  SeccompCompiler(Seccomp seccomp, boolean strict) {
    this.seccomp = seccomp;
    this.strict = strict;
  }

  /** The program, for seccomp(2). */
  byte[] compile() {
    int defaultAction = SeccompNumbers.action(seccomp.defaultAction(), seccomp.defaultErrnoRet());
    Address filter = Libseccomp.init(defaultAction);
    if (filter.toLong() == 0) {
      throw new RuncException("seccomp: unable to create a filter");
    }
    try (NativeMemory scratch = NativeMemory.allocate(NAME_LIMIT + 6 * COMPARISON);
        Fd file = MemoryFiles.create("seccomp")) {
      // The kernel runs the filter once for every call there is when it is loaded: to find those
      // that it allows whatever their arguments. A list of hundreds of comparisons takes it longer
      // than all mounts.
      check(Libseccomp.setAttribute(filter, OPTIMIZE, BINARY_TREE), "make it a tree");
      seccomp.architectures().forEach(architecture -> add(filter, architecture));
      for (SeccompRule rule : seccomp.syscalls()) {
        add(filter, rule, defaultAction, scratch);
      }
      check(Libseccomp.export(filter, file.number()), "export the filter");
      return UnknownCalls.prefix(defaultAction, highest, MemoryFiles.content(file));
    } finally {
      Libseccomp.release(filter);
    }
  }

  private static void add(Address filter, SeccompArch architecture) {
    int number = SeccompNumbers.architecture(architecture);
    if (Libseccomp.hasArchitecture(filter, number) != 0) {
      check(
          Libseccomp.addArchitecture(filter, number),
          "add architecture " + architecture.specName());
    }
  }

  private void add(Address filter, SeccompRule rule, int defaultAction, NativeMemory scratch) {
    int action = SeccompNumbers.action(rule.action(), rule.errnoRet());
    for (String name : rule.names()) {
      int number = resolve(name, scratch);
      if (number == Libseccomp.UNKNOWN && strict) {
        throw new RuncException("seccomp: unknown system call \"" + name + "\"");
      }
      if (number == Libseccomp.UNKNOWN) {
        // Profiles name calls of newer kernels and of other architectures.
        continue;
      }
      highest = Math.max(highest, number);
      if (action == defaultAction) {
        continue;
      }
      if (comparesOneTwice(rule.args())) {
        // A rule can look at an argument once only; runc takes such conditions as alternatives.
        for (SeccompArg arg : rule.args()) {
          add(filter, action, number, List.of(arg), name, scratch);
        }
      } else {
        add(filter, action, number, rule.args(), name, scratch);
      }
    }
  }

  private static void add(
      Address filter,
      int action,
      int number,
      List<SeccompArg> args,
      String name,
      NativeMemory scratch) {
    if (args.size() > 6) {
      throw new RuncException("seccomp: rule for " + name + " has more than 6 arguments");
    }
    for (int i = 0; i < args.size(); i++) {
      SeccompArg arg = args.get(i);
      int at = NAME_LIMIT + i * COMPARISON;
      scratch.putInt(at, (int) arg.index());
      scratch.putInt(at + 4, SeccompNumbers.operator(arg.op()));
      scratch.putLong(at + 8, arg.value());
      scratch.putLong(at + 16, arg.valueTwo());
    }
    Address comparisons = Address.fromLong(scratch.address() + NAME_LIMIT);
    check(
        Libseccomp.addRule(filter, action, number, args.size(), comparisons),
        "add the rule for " + name);
  }

  private static boolean comparesOneTwice(List<SeccompArg> args) {
    return args.stream().mapToLong(SeccompArg::index).distinct().count() < args.size();
  }

  private static int resolve(String name, NativeMemory scratch) {
    if (name.length() >= NAME_LIMIT) {
      return Libseccomp.UNKNOWN;
    }
    for (int i = 0; i < name.length(); i++) {
      scratch.putByte(i, name.charAt(i));
    }
    scratch.putByte(name.length(), 0);
    return Libseccomp.resolve(Address.fromLong(scratch.address()));
  }

  private static void check(int result, String what) {
    if (result < 0) {
      throw new RuncException("seccomp: unable to " + what + ": " + new Errno(-result).message());
    }
  }
}
