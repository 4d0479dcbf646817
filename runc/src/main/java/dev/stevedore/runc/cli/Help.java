package dev.stevedore.runc.cli;

import java.util.List;

/** The texts of {@code --help}. */
public final class Help {
  private static final int COLUMN = 34;

  private Help() {}

  /** The program's own: its commands and global flags. */
  public static String ofProgram(List<? extends Verb> commands, List<Flag> flags) {
    StringBuilder text =
        new StringBuilder(
            """
            NAME:
               stevedore-runc - Open Container Initiative runtime

            USAGE:
               stevedore-runc [global options] command [command options] [arguments...]

            COMMANDS:
            """);
    commands.forEach(command -> line(text, command.name(), command.summary()));
    text.append("\nGLOBAL OPTIONS:\n");
    flags(text, flags);
    return text.toString();
  }

  /** A command's. */
  public static String ofCommand(Verb command) {
    StringBuilder text = new StringBuilder();
    text.append("NAME:\n   stevedore-runc ").append(command.name()).append(" - ");
    text.append(command.summary()).append("\n\nUSAGE:\n   stevedore-runc ").append(command.name());
    text.append(" [command options] ").append(command.operands()).append("\n");
    if (!command.flags().isEmpty()) {
      text.append("\nOPTIONS:\n");
      flags(text, command.flags());
    }
    return text.toString();
  }

  private static void flags(StringBuilder text, List<Flag> flags) {
    for (Flag flag : flags) {
      String names =
          "--"
              + flag.name()
              + (flag.alias().isEmpty() ? "" : ", -" + flag.alias())
              + (flag.kind() == Flag.Kind.SWITCH ? "" : " value");
      line(text, names, flag.usage());
    }
  }

  private static void line(StringBuilder text, String left, String right) {
    text.append("   ").append(left);
    text.append(" ".repeat(Math.max(2, COLUMN - left.length()))).append(right).append('\n');
  }
}
