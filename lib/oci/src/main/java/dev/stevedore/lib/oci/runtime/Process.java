package dev.stevedore.lib.oci.runtime;

import com.eclipsesource.json.JsonObject;
import dev.stevedore.lib.oci.json.ObjectReader;
import dev.stevedore.lib.oci.json.ObjectWriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The process to run in a container, first ({@code process} in config.json) or later (exec).
 *
 * @param terminal whether to give it a terminal
 * @param consoleSize the terminal's size at the start
 * @param user who it runs as
 * @param args the program and its arguments
 * @param env the environment, as {@code NAME=value}
 * @param cwd working directory, absolute
 * @param capabilities capability sets
 * @param rlimits resource limits
 * @param noNewPrivileges whether execve may never give more privileges
 * @param apparmorProfile name of an AppArmor profile
 * @param oomScoreAdj the value for /proc/self/oom_score_adj
 * @param scheduler scheduling policy
 * @param selinuxLabel SELinux context
 * @param ioPriority I/O priority
 * @param execCpuAffinity CPUs for an exec'ed process
 */
@SuppressWarnings("AvoidCommonTypeNames") // the specification's name for it
public record Process(
    boolean terminal,
    Optional<ConsoleSize> consoleSize,
    User user,
    List<String> args,
    List<String> env,
    String cwd,
    Optional<Capabilities> capabilities,
    List<Rlimit> rlimits,
    boolean noNewPrivileges,
    String apparmorProfile,
    OptionalInt oomScoreAdj,
    Optional<Scheduler> scheduler,
    String selinuxLabel,
    Optional<IoPriority> ioPriority,
    Optional<CpuAffinity> execCpuAffinity) {
  /** Keeps copies of the lists and maps. */
  public Process {
    args = List.copyOf(args);
    env = List.copyOf(env);
    rlimits = List.copyOf(rlimits);
  }

  /**
   * Parses the text of a process.json, as exec takes it.
   *
   * @throws dev.stevedore.lib.oci.json.JsonFormatException if it is not JSON, or a field is wrong
   */
  public static Process parse(String json) {
    return read(ObjectReader.parse(json));
  }

  /** Starts with nothing set. */
  public static Builder builder() {
    return new Builder();
  }

  /** Starts with everything as it is here. */
  public Builder toBuilder() {
    Builder b = new Builder();
    b.terminal = terminal;
    b.consoleSize = consoleSize;
    b.user = user;
    b.args = args;
    b.env = env;
    b.cwd = cwd;
    b.capabilities = capabilities;
    b.rlimits = rlimits;
    b.noNewPrivileges = noNewPrivileges;
    b.apparmorProfile = apparmorProfile;
    b.oomScoreAdj = oomScoreAdj;
    b.scheduler = scheduler;
    b.selinuxLabel = selinuxLabel;
    b.ioPriority = ioPriority;
    b.execCpuAffinity = execCpuAffinity;
    return b;
  }

  /** Reads the JSON object; throws what {@link ObjectReader} throws. */
  public static Process read(ObjectReader in) {
    Builder b = new Builder();
    b.terminal = in.bool("terminal", false);
    b.consoleSize = in.object("consoleSize", ConsoleSize::read);
    b.user = in.object("user", User::read).orElse(User.ROOT);
    b.args = in.strings("args");
    b.env = in.strings("env");
    b.cwd = in.string("cwd");
    b.capabilities = in.object("capabilities", Capabilities::read);
    b.rlimits = in.list("rlimits", Rlimit::read);
    b.noNewPrivileges = in.bool("noNewPrivileges", false);
    b.apparmorProfile = in.string("apparmorProfile", "");
    b.oomScoreAdj = in.optionalInt32("oomScoreAdj");
    b.scheduler = in.object("scheduler", Scheduler::read);
    b.selinuxLabel = in.string("selinuxLabel", "");
    b.ioPriority = in.object("ioPriority", IoPriority::read);
    b.execCpuAffinity = in.object("execCPUAffinity", CpuAffinity::read);
    return b.build();
  }

  /** The JSON object; what is not set is left out. */
  public JsonObject toJson() {
    return new ObjectWriter()
        .bool("terminal", terminal)
        .object("consoleSize", consoleSize, ConsoleSize::toJson)
        .value("user", user.toJson())
        .strings("args", args)
        .strings("env", env)
        .value("cwd", cwd)
        .object("capabilities", capabilities, Capabilities::toJson)
        .list("rlimits", rlimits, Rlimit::toJson)
        .bool("noNewPrivileges", noNewPrivileges)
        .string("apparmorProfile", apparmorProfile)
        .number("oomScoreAdj", oomScoreAdj)
        .object("scheduler", scheduler, Scheduler::toJson)
        .string("selinuxLabel", selinuxLabel)
        .object("ioPriority", ioPriority, IoPriority::toJson)
        .object("execCPUAffinity", execCpuAffinity, CpuAffinity::toJson)
        .toJson();
  }

  /** Collects the fields of a {@link Process}. */
  public static final class Builder {
    private boolean terminal = false;
    private Optional<ConsoleSize> consoleSize = Optional.empty();
    private User user = User.ROOT;
    private List<String> args = List.of();
    private List<String> env = List.of();
    private String cwd = "";
    private Optional<Capabilities> capabilities = Optional.empty();
    private List<Rlimit> rlimits = List.of();
    private boolean noNewPrivileges = false;
    private String apparmorProfile = "";
    private OptionalInt oomScoreAdj = OptionalInt.empty();
    private Optional<Scheduler> scheduler = Optional.empty();
    private String selinuxLabel = "";
    private Optional<IoPriority> ioPriority = Optional.empty();
    private Optional<CpuAffinity> execCpuAffinity = Optional.empty();

    private Builder() {}

    /** Sets {@link Process#terminal}. */
    public Builder terminal(boolean value) {
      this.terminal = value;
      return this;
    }

    /** Sets {@link Process#consoleSize}. */
    public Builder consoleSize(ConsoleSize value) {
      this.consoleSize = Optional.of(value);
      return this;
    }

    /** Sets {@link Process#user}. */
    public Builder user(User value) {
      this.user = value;
      return this;
    }

    /** Sets {@link Process#args}. */
    public Builder args(List<String> value) {
      this.args = value;
      return this;
    }

    /** Sets {@link Process#env}. */
    public Builder env(List<String> value) {
      this.env = value;
      return this;
    }

    /** Sets {@link Process#cwd}. */
    public Builder cwd(String value) {
      this.cwd = value;
      return this;
    }

    /** Sets {@link Process#capabilities}. */
    public Builder capabilities(Capabilities value) {
      this.capabilities = Optional.of(value);
      return this;
    }

    /** Sets {@link Process#rlimits}. */
    public Builder rlimits(List<Rlimit> value) {
      this.rlimits = value;
      return this;
    }

    /** Sets {@link Process#noNewPrivileges}. */
    public Builder noNewPrivileges(boolean value) {
      this.noNewPrivileges = value;
      return this;
    }

    /** Sets {@link Process#apparmorProfile}. */
    public Builder apparmorProfile(String value) {
      this.apparmorProfile = value;
      return this;
    }

    /** Sets {@link Process#oomScoreAdj}. */
    public Builder oomScoreAdj(int value) {
      this.oomScoreAdj = OptionalInt.of(value);
      return this;
    }

    /** Sets {@link Process#scheduler}. */
    public Builder scheduler(Scheduler value) {
      this.scheduler = Optional.of(value);
      return this;
    }

    /** Sets {@link Process#selinuxLabel}. */
    public Builder selinuxLabel(String value) {
      this.selinuxLabel = value;
      return this;
    }

    /** Sets {@link Process#ioPriority}. */
    public Builder ioPriority(IoPriority value) {
      this.ioPriority = Optional.of(value);
      return this;
    }

    /** Sets {@link Process#execCpuAffinity}. */
    public Builder execCpuAffinity(CpuAffinity value) {
      this.execCpuAffinity = Optional.of(value);
      return this;
    }

    /** The record. */
    public Process build() {
      return new Process(
          terminal,
          consoleSize,
          user,
          args,
          env,
          cwd,
          capabilities,
          rlimits,
          noNewPrivileges,
          apparmorProfile,
          oomScoreAdj,
          scheduler,
          selinuxLabel,
          ioPriority,
          execCpuAffinity);
    }
  }
}
