package dev.stevedore.docker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands of the program: some in groups, some at the top, some in both. */
public final class CommandTree {
  /** A name in the tree. */
  public sealed interface Entry {
    String name();

    List<String> aliases();

    String summary();

    default boolean answersTo(String word) {
      return name().equals(word) || aliases().contains(word);
    }
  }

  /** A command under a name. */
  public record Leaf(String name, List<String> aliases, Command command) implements Entry {
    @Override
    public String summary() {
      return command.spec().summary();
    }
  }

  /** Commands that belong together. */
  public record Group(String name, String summary, List<Leaf> leaves) implements Entry {
    @Override
    public List<String> aliases() {
      return List.of();
    }
  }

  private final List<Group> groups;
  private final List<Leaf> leaves;

  public CommandTree(List<Group> groups, List<Leaf> leaves) {
    this.groups = List.copyOf(groups);
    this.leaves = List.copyOf(leaves);
  }

  public static Leaf leaf(String name, Command command, String... aliases) {
    return new Leaf(name, List.of(aliases), command);
  }

  public List<Group> groups() {
    return groups;
  }

  public List<Leaf> leaves() {
    return leaves;
  }

  /** What the word means at the top. */
  Optional<Entry> find(String word) {
    for (Leaf leaf : leaves) {
      if (leaf.answersTo(word)) {
        return Optional.of(leaf);
      }
    }
    for (Group group : groups) {
      if (group.answersTo(word)) {
        return Optional.of(group);
      }
    }
    return Optional.empty();
  }

  /** Every way to call the command, groups first. */
  List<String> waysTo(Command command) {
    List<String> ways = new ArrayList<>();
    for (Group group : groups) {
      addWays(Program.NAME + " " + group.name() + " ", group.leaves(), command, ways);
    }
    addWays(Program.NAME + " ", leaves, command, ways);
    return ways;
  }

  private static void addWays(String prefix, List<Leaf> in, Command command, List<String> ways) {
    for (Leaf leaf : in) {
      if (leaf.command().equals(command)) {
        ways.add(prefix + leaf.name());
        for (String alias : leaf.aliases()) {
          ways.add(prefix + alias);
        }
      }
    }
  }
}
