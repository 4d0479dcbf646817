package dev.stevedore.docker.flags;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The flags of one command, in the order help shows them: by name. */
public final class FlagTable {
  private static final FlagTable NONE = builder().build();

  private final List<Flag> flags;

  private FlagTable(List<Flag> flags) {
    this.flags = flags;
  }

  public static FlagTable none() {
    return NONE;
  }

  public static Builder builder() {
    return new Builder();
  }

  public List<Flag> flags() {
    return flags;
  }

  Optional<Flag> byName(String name) {
    return flags.stream().filter(flag -> flag.name().equals(name)).findFirst();
  }

  Optional<Flag> byShorthand(char letter) {
    return flags.stream().filter(flag -> flag.shorthand() == letter).findFirst();
  }

  /** Collects flags; every method gives the builder back. */
  public static final class Builder {
    private final List<Flag> flags = new ArrayList<>();

    private Builder() {}

    public Builder bool(String name, String help) {
      return bool(name, Flag.NO_SHORTHAND, help);
    }

    public Builder bool(String name, char shorthand, String help) {
      return add(name, shorthand, FlagType.BOOL, "false", help);
    }

    public Builder string(String name, String help) {
      return string(name, Flag.NO_SHORTHAND, help);
    }

    public Builder string(String name, char shorthand, String help) {
      return add(name, shorthand, FlagType.STRING, "", help);
    }

    public Builder list(String name, String help) {
      return list(name, Flag.NO_SHORTHAND, help);
    }

    public Builder list(String name, char shorthand, String help) {
      return add(name, shorthand, FlagType.LIST, "", help);
    }

    /** A flag that may be given again and whose values are looked at one by one. */
    public Builder list(String name, char shorthand, ValueCheck check, String help) {
      flags.add(new Flag(name, shorthand, FlagType.LIST, check, "", help));
      return this;
    }

    public Builder of(FlagType type, String name, String help) {
      return add(name, Flag.NO_SHORTHAND, type, "", help);
    }

    public Builder of(FlagType type, String name, char shorthand, String help) {
      return add(name, shorthand, type, "", help);
    }

    /** A flag with a value of its own when it is not given. */
    public Builder of(FlagType type, String name, char shorthand, String initial, String help) {
      return add(name, shorthand, type, initial, help);
    }

    /** A flag whose values are looked at by the command's own rule. */
    public Builder of(FlagType type, String name, ValueCheck check, String help) {
      flags.add(new Flag(name, Flag.NO_SHORTHAND, type, check, "", help));
      return this;
    }

    /** All flags of another table. */
    public Builder all(FlagTable table) {
      flags.addAll(table.flags());
      return this;
    }

    public FlagTable build() {
      List<Flag> sorted = new ArrayList<>(flags);
      sorted.sort(Comparator.comparing(Flag::name));
      return new FlagTable(List.copyOf(sorted));
    }

    private Builder add(String name, char shorthand, FlagType type, String initial, String help) {
      flags.add(new Flag(name, shorthand, type, type.check(), initial, help));
      return this;
    }
  }
}
