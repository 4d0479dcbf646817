package dev.stevedore.runc.process;

import dev.stevedore.lib.oci.runtime.IoPriority;
import dev.stevedore.lib.oci.runtime.MemoryPolicy;
import dev.stevedore.lib.oci.runtime.Personality;
import dev.stevedore.lib.oci.runtime.Rlimit;
import dev.stevedore.lib.oci.runtime.Scheduler;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.ResourceLimits;
import dev.stevedore.lib.posix.Scheduling;
import dev.stevedore.runc.RuncException;
import java.util.List;

/** Limits, scheduling and personality of a process, by the names of config.json. */
public final class ProcessSettings {
  private static final List<String> POLICIES =
      List.of(
          "SCHED_OTHER",
          "SCHED_FIFO",
          "SCHED_RR",
          "SCHED_BATCH",
          "SCHED_ISO",
          "SCHED_IDLE",
          "SCHED_DEADLINE");
  private static final List<String> SCHEDULER_FLAGS =
      List.of(
          "SCHED_FLAG_RESET_ON_FORK",
          "SCHED_FLAG_RECLAIM",
          "SCHED_FLAG_DL_OVERRUN",
          "SCHED_FLAG_KEEP_POLICY",
          "SCHED_FLAG_KEEP_PARAMS",
          "SCHED_FLAG_UTIL_CLAMP_MIN",
          "SCHED_FLAG_UTIL_CLAMP_MAX");
  private static final List<String> IO_CLASSES =
      List.of("", "IOPRIO_CLASS_RT", "IOPRIO_CLASS_BE", "IOPRIO_CLASS_IDLE");

  /** Names of NUMA memory policies, by their numbers. */
  public static final List<String> MEMORY_MODES =
      List.of(
          "MPOL_DEFAULT",
          "MPOL_PREFERRED",
          "MPOL_BIND",
          "MPOL_INTERLEAVE",
          "MPOL_LOCAL",
          "MPOL_PREFERRED_MANY",
          "MPOL_WEIGHTED_INTERLEAVE");

  /** Names of their flags. */
  public static final List<String> MEMORY_FLAGS =
      List.of("MPOL_F_STATIC_NODES", "MPOL_F_RELATIVE_NODES", "MPOL_F_NUMA_BALANCING");

  private static final long PERSONALITY_LINUX32 = 8;

  private ProcessSettings() {}

  /**
   * Sets resource limits of this process. A limit that may not be raised is an error, as in runc:
   * who asks for one counts on it.
   */
  public static void limit(List<Rlimit> rlimits) {
    for (Rlimit rlimit : rlimits) {
      var limit = new ResourceLimits.Limit(rlimit.soft(), rlimit.hard());
      int resource = number(rlimit);
      try {
        if (!ResourceLimits.get(resource).equals(limit)) {
          ResourceLimits.set(resource, limit);
        }
      } catch (PosixException e) {
        throw new RuncException("error setting rlimit type " + rlimit.type().specName(), e);
      }
    }
  }

  /** Sets how this process is scheduled. */
  public static void schedule(Scheduler scheduler) {
    long flags = 0;
    for (String flag : scheduler.flags()) {
      flags |= 1L << index(SCHEDULER_FLAGS, flag, "scheduler flag");
    }
    try {
      Scheduling.setPolicy(
          new Scheduling.Policy(
              index(POLICIES, scheduler.policy(), "scheduler policy"),
              flags,
              scheduler.nice(),
              scheduler.priority(),
              scheduler.runtime(),
              scheduler.deadline(),
              scheduler.period()));
    } catch (PosixException e) {
      throw new RuncException("unable to set the scheduler " + scheduler.policy(), e);
    }
  }

  /** Sets the I/O priority of this process. */
  public static void prioritize(IoPriority priority) {
    Scheduling.setIoPriority(
        index(IO_CLASSES, priority.ioClass(), "io priority class"), priority.priority());
  }

  /** Sets the NUMA memory policy of this process. */
  public static void memoryPolicy(MemoryPolicy policy) {
    int mode = index(MEMORY_MODES, policy.mode(), "memory policy mode");
    for (String flag : policy.flags()) {
      mode |=
          switch (flag) {
            case "MPOL_F_STATIC_NODES" -> 1 << 15;
            case "MPOL_F_RELATIVE_NODES" -> 1 << 14;
            case "MPOL_F_NUMA_BALANCING" -> 1 << 13;
            default -> throw new RuncException("invalid memory policy flag \"" + flag + "\"");
          };
    }
    Scheduling.setMemoryPolicy(
        mode, policy.nodes().isEmpty() ? List.of() : NumberList.parse(policy.nodes()));
  }

  /**
   * Sets the CPUs of an exec'ed process (runtime-spec, config.md, "execCPUAffinity").
   *
   * @param when {@code initial} or {@code final}, for the error
   * @param cpus a list such as {@code 0-3,7}; nothing happens if it is empty
   */
  public static void affinity(String when, String cpus) {
    if (cpus.isEmpty()) {
      return;
    }
    try {
      Scheduling.setAffinity(NumberList.parse(cpus));
    } catch (IllegalArgumentException e) {
      throw new RuncException("process.execCPUAffinity." + when + ": " + e.getMessage());
    } catch (PosixException e) {
      throw new RuncException(
          "process.execCPUAffinity." + when + " " + cpus + ": " + e.getMessage());
    }
  }

  /** Sets the execution domain of this process. */
  public static void personality(Personality personality) {
    switch (personality.domain()) {
      case "LINUX" -> Scheduling.setPersonality(0);
      case "LINUX32" -> Scheduling.setPersonality(PERSONALITY_LINUX32);
      default -> throw new RuncException("invalid personality domain " + personality.domain());
    }
  }

  private static int number(Rlimit rlimit) {
    return switch (rlimit.type()) {
      case RLIMIT_CPU -> 0;
      case RLIMIT_FSIZE -> 1;
      case RLIMIT_DATA -> 2;
      case RLIMIT_STACK -> 3;
      case RLIMIT_CORE -> 4;
      case RLIMIT_RSS -> 5;
      case RLIMIT_NPROC -> 6;
      case RLIMIT_NOFILE -> 7;
      case RLIMIT_MEMLOCK -> 8;
      case RLIMIT_AS -> 9;
      case RLIMIT_LOCKS -> 10;
      case RLIMIT_SIGPENDING -> 11;
      case RLIMIT_MSGQUEUE -> 12;
      case RLIMIT_NICE -> 13;
      case RLIMIT_RTPRIO -> 14;
      case RLIMIT_RTTIME -> 15;
    };
  }

  private static int index(List<String> names, String name, String kind) {
    int index = names.indexOf(name);
    if (index < 0 || name.isEmpty()) {
      throw new RuncException("invalid " + kind + " \"" + name + "\"");
    }
    return index;
  }
}
