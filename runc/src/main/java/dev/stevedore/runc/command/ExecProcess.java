package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.Capabilities;
import dev.stevedore.lib.oci.runtime.Process;
import dev.stevedore.lib.oci.runtime.User;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import java.util.ArrayList;
import java.util.List;

/** The process that exec's flags describe: the container's own, with changes. */
final class ExecProcess {
  private ExecProcess() {}

  static Process of(Process base, Arguments arguments) {
    Process.Builder process = base.toBuilder();
    List<String> operands = arguments.positional();
    process.args(operands.subList(1, operands.size()));
    process.terminal(arguments.isOn("tty"));
    arguments.value("cwd").ifPresent(process::cwd);
    arguments.value("apparmor").ifPresent(process::apparmorProfile);
    arguments.value("process-label").ifPresent(process::selinuxLabel);
    if (arguments.isSet("no-new-privs")) {
      process.noNewPrivileges(arguments.isOn("no-new-privs"));
    }
    process.env(joined(base.env(), arguments.list("env")));
    process.user(user(base.user(), arguments));
    List<String> added = arguments.list("cap");
    if (!added.isEmpty()) {
      process.capabilities(
          with(base.capabilities().orElseGet(() -> Capabilities.of(List.of())), added));
    }
    return process.build();
  }

  private static User user(User base, Arguments arguments) {
    long uid = base.uid();
    long gid = base.gid();
    if (arguments.value("user").isPresent()) {
      String[] parts = arguments.value("user").get().split(":", 2);
      uid = id("uid", parts[0]);
      gid = parts.length > 1 ? id("gid", parts[1]) : gid;
    }
    List<Long> groups = new ArrayList<>(base.additionalGids());
    arguments.list("additional-gids").forEach(text -> groups.add(id("gid", text)));
    return new User(uid, gid, base.umask(), groups, base.username());
  }

  private static Capabilities with(Capabilities base, List<String> added) {
    boolean hasInheritable = !base.inheritable().isEmpty();
    return new Capabilities(
        joined(base.bounding(), added),
        joined(base.effective(), added),
        base.inheritable(),
        joined(base.permitted(), added),
        hasInheritable ? joined(base.ambient(), added) : base.ambient());
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static long id(String kind, String text) {
    try {
      long id = Long.parseLong(text);
      if (id >= 0 && id <= 0xffffffffL) {
        return id;
      }
      throw new RuncException("bad " + kind + ": \"" + text + "\" is out of range");
    } catch (NumberFormatException e) {
      throw new RuncException("bad " + kind + ": \"" + text + "\" is not a number");
    }
  }
}
