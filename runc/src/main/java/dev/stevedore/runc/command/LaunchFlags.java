package dev.stevedore.runc.command;

import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.launch.LaunchOptions;
import dev.stevedore.runc.launch.SocketActivation;
import java.util.List;

/** The flags that create, run and exec share. */
final class LaunchFlags {
  static final Flag BUNDLE =
      Flag.ofValue("bundle", "b", "the bundle's directory (default: the current one)");
  static final Flag DETACH = Flag.ofSwitch("detach", "d", "do not wait for the process");
  static final Flag PID_FILE = Flag.ofValue("pid-file", "", "file to write the process id to");
  static final Flag CONSOLE_SOCKET =
      Flag.ofValue("console-socket", "", "unix socket that gets the terminal's master end");
  static final Flag PIDFD_SOCKET =
      Flag.ofValue("pidfd-socket", "", "unix socket that gets a pidfd of the process");
  static final Flag PRESERVE_FDS =
      Flag.ofValue("preserve-fds", "", "pass N more descriptors on, from 3");
  static final Flag NO_PIVOT =
      Flag.ofSwitch("no-pivot", "", "change the root without pivot_root, for a ramdisk");
  static final Flag NO_NEW_KEYRING =
      Flag.ofSwitch("no-new-keyring", "", "share the caller's session keyring");

  static final Flag CONFIG =
      Flag.ofValue("config", "f", "the configuration's file in the bundle, if not config.json");

  /** Those of create and run. */
  static final List<Flag> OF_CONTAINER =
      List.of(
          BUNDLE,
          CONFIG,
          PID_FILE,
          CONSOLE_SOCKET,
          PIDFD_SOCKET,
          PRESERVE_FDS,
          NO_PIVOT,
          NO_NEW_KEYRING);

  private LaunchFlags() {}

  /** The bundle that the flags name, if the others go with it. */
  static Bundle bundle(Arguments arguments, LaunchOptions options) {
    Bundle bundle =
        Bundle.read(
            arguments.value("bundle").orElse("."),
            arguments.value("config").orElse("config.json"),
            options::check);
    return bundle.with(SocketActivation.announce(bundle.spec(), SocketActivation.count()));
  }

  static LaunchOptions read(Arguments arguments, Context context, boolean detach) {
    return new LaunchOptions(
        arguments.value("pid-file"),
        arguments.value("console-socket"),
        arguments.value("pidfd-socket"),
        detach,
        SocketActivation.count() + arguments.number("preserve-fds").orElse(0),
        context.options().cgroups(),
        context.rootless(),
        arguments.isOn("no-pivot"),
        arguments.isOn("no-new-keyring"));
  }
}
