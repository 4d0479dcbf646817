package dev.stevedore.shim;

import java.util.List;

/**
 * The command line as containerd gives it: flags with one dash, then a verb.
 *
 * @param namespace containerd's namespace
 * @param id the task
 * @param address containerd's gRPC socket; part of what the shim's own address is made from
 * @param publishBinary taken and not used: events go to {@code TTRPC_ADDRESS}
 * @param debug log more
 * @param bundle the bundle, for {@code delete}; otherwise it is the working directory
 * @param socket where to serve, in place of the address made from the others
 * @param version print the version and end
 * @param info print what the shim is and end
 * @param verb {@code start}, {@code delete}, or empty
 */
public record Arguments(
    String namespace,
    String id,
    String address,
    String publishBinary,
    boolean debug,
    String bundle,
    String socket,
    boolean version,
    boolean info,
    String verb) {
  /**
   * Reads the arguments, the program's name not among them.
   *
   * @throws UsageException for a flag that does not exist or lacks its value
   */
  public static Arguments parse(List<String> arguments) {
    String namespace = "";
    String id = "";
    String address = "";
    String publishBinary = "";
    boolean debug = false;
    String bundle = "";
    String socket = "";
    boolean version = false;
    boolean info = false;
    int at = 0;
    while (at < arguments.size() && isFlag(arguments.get(at))) {
      String flag = arguments.get(at++);
      if (flag.equals("--")) {
        break;
      }
      int equals = flag.indexOf('=');
      String name =
          flag.substring(flag.startsWith("--") ? 2 : 1, equals < 0 ? flag.length() : equals);
      String value = equals < 0 ? "" : flag.substring(equals + 1);
      boolean isSwitch = isSwitch(name);
      if (equals < 0 && !isSwitch) {
        if (at == arguments.size()) {
          throw new UsageException("flag needs an argument: -" + name);
        }
        value = arguments.get(at++);
      }
      boolean on = isSwitch && (equals < 0 || isTrue(name, value));
      switch (name) {
        case "namespace" -> namespace = value;
        case "id" -> id = value;
        case "address" -> address = value;
        case "publish-binary" -> publishBinary = value;
        case "bundle" -> bundle = value;
        case "socket" -> socket = value;
        case "debug" -> debug = on;
        case "v", "version" -> version = on;
        case "info" -> info = on;
        default -> throw new UsageException("flag provided but not defined: -" + name);
      }
    }
    String verb = at < arguments.size() ? arguments.get(at) : "";
    return new Arguments(
        namespace, id, address, publishBinary, debug, bundle, socket, version, info, verb);
  }

  private static boolean isFlag(String argument) {
    return argument.length() > 1 && argument.startsWith("-");
  }

  private static boolean isSwitch(String name) {
    return name.equals("debug")
        || name.equals("v")
        || name.equals("version")
        || name.equals("info");
  }

  private static boolean isTrue(String name, String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw new UsageException("invalid boolean value \"" + value + "\" for -" + name);
    };
  }
}
