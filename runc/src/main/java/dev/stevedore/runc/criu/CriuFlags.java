package dev.stevedore.runc.criu;

import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.Files;
import dev.stevedore.lib.posix.Namespaces;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import dev.stevedore.runc.cli.Arguments;
import dev.stevedore.runc.cli.Flag;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The flags of checkpoint and restore. */
public final class CriuFlags {
  /** Those that both have. */
  public static final List<Flag> COMMON =
      List.of(
          Flag.ofValue("image-path", "", "directory of the images (default: checkpoint)"),
          Flag.ofValue("work-path", "", "directory of CRIU's log and other files"),
          Flag.ofSwitch("tcp-established", "", "allow open TCP connections"),
          Flag.ofSwitch("ext-unix-sk", "", "allow unix sockets with an end outside"),
          Flag.ofSwitch("shell-job", "", "allow a terminal that is not the container's own"),
          Flag.ofSwitch("lazy-pages", "", "restore memory when it is used, by userfaultfd"),
          Flag.ofSwitch("file-locks", "", "allow file locks"),
          Flag.ofValue("manage-cgroups-mode", "", "soft (default), full, strict or ignore"),
          Flag.ofList("empty-ns", "", "make a namespace, but do not restore it"),
          Flag.ofSwitch("auto-dedup", "", "keep pages of memory once only"));

  private final Arguments arguments;

  /** Takes the parsed flags. */
  public CriuFlags(Arguments arguments) {
    this.arguments = arguments;
  }

  /**
   * Where the pages of memory go.
   *
   * @param address of a page server
   * @param port the same
   */
  record PageServer(String address, int port) {}

  boolean isOn(String flag) {
    return arguments.isOn(flag);
  }

  String images() {
    return arguments.value("image-path").orElse("checkpoint");
  }

  Optional<String> work() {
    return arguments.value("work-path");
  }

  Optional<String> parentImages() {
    return arguments.value("parent-path");
  }

  Optional<String> lsmProfile() {
    return arguments.value("lsm-profile");
  }

  Optional<String> lsmMountContext() {
    return arguments.value("lsm-mount-context");
  }

  Optional<PageServer> pageServer() {
    return arguments
        .value("page-server")
        .map(
            text -> {
              int colon = text.lastIndexOf(':');
              try {
                return new PageServer(
                    text.substring(0, Math.max(colon, 0)),
                    Integer.parseInt(text.substring(colon + 1)));
              } catch (NumberFormatException e) {
                throw new RuncException("Use --page-server ADDRESS:PORT to specify page server");
              }
            });
  }

  /**
   * The descriptor that is told when pages are served; the caller's, so not one of this program's.
   */
  Optional<Fd> statusDescriptor() {
    OptionalInt number = arguments.number("status-fd");
    if (number.isEmpty() || number.getAsInt() < 0) {
      return Optional.empty();
    }
    try {
      Files.status(new Fd(number.getAsInt()));
    } catch (PosixException e) {
      throw new RuncException("invalid --status-fd argument " + number.getAsInt(), e);
    }
    return Optional.of(new Fd(number.getAsInt()));
  }

  int cgroupMode(int soft) {
    String mode = arguments.value("manage-cgroups-mode").orElse("soft");
    return switch (mode) {
      case "ignore" -> 0;
      case "soft" -> soft;
      case "full" -> 4;
      case "strict" -> 5;
      default -> throw new RuncException("invalid manage-cgroups-mode value: " + mode);
    };
  }

  int emptyNamespaces() {
    int flags = 0;
    for (String name : arguments.list("empty-ns")) {
      if (!name.equals("network")) {
        throw new RuncException("namespace \"" + name + "\" is not supported");
      }
      flags |= Namespaces.NETWORK;
    }
    return flags;
  }
}
