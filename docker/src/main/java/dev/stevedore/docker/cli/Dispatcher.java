package dev.stevedore.docker.cli;

import dev.stevedore.docker.flags.FlagParser;
import dev.stevedore.docker.flags.FlagTable;
import dev.stevedore.docker.flags.FlagType;
import dev.stevedore.docker.flags.FlagValues;
import dev.stevedore.docker.flags.UsageException;
import java.util.List;
import java.util.Optional;

/** Finds the command that the words mean, and calls it. */
public final class Dispatcher {
  /** The exit status for a command line that cannot be understood. */
  public static final int USAGE = 125;

  private static final int DEFAULT_COLUMNS = 80;
  private static final FlagTable GLOBALS =
      FlagTable.builder()
          .string("config", "Directory of the client's configuration (not used yet)")
          .string("context", 'c', "Context to use (only \"default\" is there)")
          .bool("debug", 'D', "Say more")
          .list("host", 'H', "Daemon to talk to: unix:///path or tcp://address:port")
          .of(FlagType.STRING, "log-level", 'l', "info", "How much to log: debug to fatal")
          .bool("tls", "Use TLS (not supported)")
          .string("tlscacert", "CA to trust (not supported)")
          .string("tlscert", "Certificate to show (not supported)")
          .string("tlskey", "Key of the certificate (not supported)")
          .bool("tlsverify", "Use TLS and check the daemon's certificate (not supported)")
          .bool("version", 'v', "Print the version and quit")
          .build();

  private final CommandTree tree;
  private final Machine machine;

  public Dispatcher(CommandTree tree, Machine machine) {
    this.tree = tree;
    this.machine = machine;
  }

  /**
   * Does what the words say; whatever goes wrong is said on stderr.
   *
   * @return the exit status
   */
  public int run(List<String> words) {
    int status;
    try {
      status = dispatch(words);
    } catch (CliException e) {
      machine.stdout().flush();
      if (!e.text().isEmpty()) {
        machine.stderr().println(e.text());
      }
      status = e.exitStatus();
    }
    machine.stdout().flush();
    machine.stderr().flush();
    return status;
  }

  private int dispatch(List<String> words) {
    FlagValues globals;
    try {
      globals = FlagParser.parse(GLOBALS, words, false);
    } catch (UsageException e) {
      throw usage(e, "Usage:  " + Program.NAME + " [OPTIONS] COMMAND [ARG...]", Program.NAME);
    }
    if (globals.bool("version")) {
      machine.stdout().println("Stevedore version " + Program.VERSION + ", build java");
      return 0;
    }
    List<String> rest = globals.arguments();
    if (globals.helpWanted() || rest.isEmpty()) {
      machine.stdout().print(Help.ofProgram(tree, GLOBALS, columns()));
      return 0;
    }
    checkGlobals(globals);
    if (rest.getFirst().equals("help")) {
      return help(rest.subList(1, rest.size()));
    }
    Session session = new Session(machine, host(globals));
    try {
      return find(rest, session);
    } finally {
      session.close();
    }
  }

  private int find(List<String> words, Session session) {
    String word = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    return switch (tree.find(word).orElse(null)) {
      case CommandTree.Leaf leaf ->
          call(leaf.command(), word, Program.NAME + " " + word, rest, session);
      case CommandTree.Group group -> callIn(group, rest, session);
      case null ->
          throw new CliException(
              Program.NAME
                  + ": unknown command: "
                  + Program.NAME
                  + " "
                  + word
                  + "\n\nRun '"
                  + Program.NAME
                  + " --help' for more information");
    };
  }

  private int callIn(CommandTree.Group group, List<String> words, Session session) {
    String path = Program.NAME + " " + group.name();
    FlagValues flags;
    try {
      flags = FlagParser.parse(FlagTable.none(), words, false);
    } catch (UsageException e) {
      throw usage(e, "Usage:  " + path + " COMMAND", path);
    }
    List<String> rest = flags.arguments();
    if (flags.helpWanted() || rest.isEmpty()) {
      machine.stdout().print(Help.ofGroup(group));
      return 0;
    }
    String word = rest.getFirst();
    for (CommandTree.Leaf leaf : group.leaves()) {
      if (leaf.answersTo(word)) {
        List<String> after = rest.subList(1, rest.size());
        return call(leaf.command(), word, path + " " + word, after, session);
      }
    }
    throw new CliException(
        Program.NAME
            + ": unknown command: "
            + path
            + " "
            + word
            + "\n\nUsage:  "
            + path
            + "\n\nRun '"
            + path
            + " --help' for more information");
  }

  private int call(Command command, String name, String path, List<String> words, Session session) {
    CommandSpec spec = command.spec();
    FlagValues flags;
    try {
      flags = FlagParser.parse(spec.flags(), words, spec.interspersed());
    } catch (UsageException e) {
      throw usage(e, Help.usage(path, spec), path);
    }
    if (flags.helpWanted()) {
      machine.stdout().print(Help.ofCommand(tree, path, command, columns()));
      return 0;
    }
    Optional<String> complaint = spec.arity().complaint(flags);
    if (complaint.isPresent()) {
      String hint =
          complaint.get().startsWith("requires at least") && !complaint.get().contains(" at most ")
              ? "See '"
              : "Run '";
      throw new CliException(
          Program.NAME
              + ": '"
              + path
              + "' "
              + complaint.get()
              + "\n\n"
              + Help.usage(path, spec)
              + "\n\n"
              + hint
              + path
              + " --help' for more information");
    }
    return command.run(new Call(name, path, flags, session));
  }

  private int help(List<String> words) {
    if (words.isEmpty()) {
      machine.stdout().print(Help.ofProgram(tree, GLOBALS, columns()));
      return 0;
    }
    List<String> asked = new java.util.ArrayList<>(words.subList(0, Math.min(2, words.size())));
    asked.add("--help");
    return find(asked, new Session(machine, ""));
  }

  private static CliException usage(UsageException e, String usage, String path) {
    String text =
        e.getMessage() + "\n\n" + usage + "\n\nRun '" + path + " --help' for more information";
    return new CliException(text, USAGE, e);
  }

  private void checkGlobals(FlagValues globals) {
    switch (globals.string("log-level")) {
      case "debug", "info", "warn", "error", "fatal" -> {}
      default ->
          throw new CliException("Unable to parse logging level: " + globals.string("log-level"));
    }
    if (globals.bool("tls")
        || globals.bool("tlsverify")
        || globals.isGiven("tlscacert")
        || globals.isGiven("tlscert")
        || globals.isGiven("tlskey")
        || !machine.variable("DOCKER_TLS_VERIFY").orElse("").isEmpty()) {
      throw new CliException("TLS is not supported by this client: use a unix socket or plain tcp");
    }
    String context = globals.string("context");
    if (!context.isEmpty() && !context.equals("default")) {
      throw new CliException("context \"" + context + "\": context not found");
    }
    if (globals.list("host").size() > 1) {
      throw new CliException("Specify only one -H");
    }
  }

  private String host(FlagValues globals) {
    String given = globals.string("host");
    if (!given.isEmpty()) {
      return given;
    }
    String own = machine.variable("STEVEDORE_HOST").orElse("");
    return own.isEmpty() ? machine.variable("DOCKER_HOST").orElse("") : own;
  }

  private int columns() {
    int columns = machine.terminalSize(Machine.STDOUT).columns();
    return columns == 0 ? DEFAULT_COLUMNS : columns;
  }
}
