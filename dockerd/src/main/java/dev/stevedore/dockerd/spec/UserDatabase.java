package dev.stevedore.dockerd.spec;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.lib.oci.runtime.User;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The users and groups of an image. See passwd(5) and group(5); broken lines are left out.
 *
 * @param passwd lines of /etc/passwd
 * @param group lines of /etc/group
 */
public record UserDatabase(List<String> passwd, List<String> group) {
  /** Neither file is there. */
  public static final UserDatabase EMPTY = new UserDatabase(List.of(), List.of());

  private static final long MAX_ID = 0x7fffffffL;

  private record Account(String name, long uid, long gid, String home) {}

  private record Group(String name, long gid, List<String> members) {}

  /** Who a process is, and where its home is. */
  public record Identity(User user, String home) {}

  /**
   * Resolves a user as Docker does.
   *
   * @param spec {@code user}, {@code user:group}, names or numbers; empty: root
   * @param added further groups, names or numbers
   * @throws ApiException.BadParameter if a name is not there, with Docker's text
   */
  public Identity resolve(String spec, List<String> added) {
    int colon = spec.indexOf(':');
    String userPart = colon < 0 ? spec : spec.substring(0, colon);
    String groupPart = colon < 0 ? "" : spec.substring(colon + 1);
    OptionalLong number = id(userPart);
    Optional<Account> account = account(userPart, number);
    long uid;
    if (account.isPresent()) {
      uid = account.get().uid();
    } else if (userPart.isEmpty()) {
      uid = 0;
    } else if (number.isPresent()) {
      uid = number.getAsLong();
    } else {
      throw new ApiException.BadParameter(
          "unable to find user " + userPart + ": no matching entries in passwd file");
    }
    Set<Long> groups = new LinkedHashSet<>();
    long gid;
    if (!groupPart.isEmpty()) {
      gid = groupId(groupPart, "unable to find group ");
    } else {
      gid = account.map(Account::gid).orElse(0L);
      String name = account.map(Account::name).orElse("");
      groups.add(gid);
      groups().stream()
          .filter(g -> !name.isEmpty() && g.members().contains(name))
          .forEach(g -> groups.add(g.gid()));
    }
    groups.add(gid);
    added.forEach(name -> groups.add(groupId(name, "unable to find group ")));
    User user = new User(uid, gid, OptionalLong.empty(), List.copyOf(groups), "");
    return new Identity(user, account.map(Account::home).orElse("/"));
  }

  private Optional<Account> account(String name, OptionalLong number) {
    return accounts().stream()
        .filter(
            a ->
                a.name().equals(name)
                    || (number.isPresent() && a.uid() == number.getAsLong())
                    || (name.isEmpty() && a.uid() == 0))
        .findFirst();
  }

  private long groupId(String name, String error) {
    OptionalLong number = id(name);
    return groups().stream()
        .filter(g -> g.name().equals(name) || (number.isPresent() && g.gid() == number.getAsLong()))
        .findFirst()
        .map(Group::gid)
        .orElseGet(
            () ->
                number.orElseThrow(
                    () ->
                        new ApiException.BadParameter(
                            error + name + ": no matching entries in group file")));
  }

  private static OptionalLong id(String text) {
    try {
      long id = Long.parseLong(text);
      if (id < 0 || id > MAX_ID) {
        throw new ApiException.BadParameter("uids and gids must be in range 0-" + MAX_ID);
      }
      return OptionalLong.of(id);
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  private List<Account> accounts() {
    List<Account> accounts = new ArrayList<>();
    for (String line : passwd) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length >= 6 && isNumber(fields[2]) && isNumber(fields[3])) {
        accounts.add(
            new Account(
                fields[0], Long.parseLong(fields[2]), Long.parseLong(fields[3]), fields[5]));
      }
    }
    return accounts;
  }

  private List<Group> groups() {
    List<Group> groups = new ArrayList<>();
    for (String line : group) {
      String[] fields = line.strip().split(":", -1);
      if (fields.length >= 3 && isNumber(fields[2])) {
        List<String> members = fields.length > 3 ? List.of(fields[3].split(",")) : List.of();
        groups.add(new Group(fields[0], Long.parseLong(fields[2]), members));
      }
    }
    return groups;
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= 10
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
