package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import java.util.List;

/**
 * Prints the version; the first line is what dockerd parses, the last what it can do, as crun says
 * it.
 */
public final class VersionCommand implements Command {
  private static final String VERSION = "0.1.0";

  /** The text of {@code version} and {@code --version}. */
  public static String text() {
    return "runc version "
        + VERSION
        + "-stevedore\nspec: "
        + Spec.VERSION
        + "\n+SYSTEMD +SELINUX +APPARMOR +CAP +SECCOMP +EBPF +CRIU\n";
  }

  @Override
  public String name() {
    return "version";
  }

  @Override
  public String summary() {
    return "print the version";
  }

  @Override
  public String operands() {
    return "";
  }

  @Override
  public List<Flag> flags() {
    return List.of();
  }

  @Override
  public int run(Arguments arguments, Context context) {
    Context.operands(this, arguments, 0, 0);
    context.print(text());
    return 0;
  }
}
