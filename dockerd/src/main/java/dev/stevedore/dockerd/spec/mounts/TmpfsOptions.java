package dev.stevedore.dockerd.spec.mounts;

import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.container.config.JsonObjectView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The options of a tmpfs: of each kind the last one counts. */
final class TmpfsOptions {
  private static final List<String> DEFAULTS = List.of("noexec", "nosuid", "nodev", "rprivate");
  private static final Set<String> DATA =
      Set.of("size", "mode", "uid", "gid", "nr_inodes", "nr_blocks", "mpol");

  /** What each flag is about; of two about the same the last one counts. */
  private static final Map<String, String> FLAGS =
      Map.ofEntries(
          Map.entry("ro", "write"),
          Map.entry("rw", "write"),
          Map.entry("suid", "suid"),
          Map.entry("nosuid", "suid"),
          Map.entry("dev", "dev"),
          Map.entry("nodev", "dev"),
          Map.entry("exec", "exec"),
          Map.entry("noexec", "exec"),
          Map.entry("sync", "sync"),
          Map.entry("async", "sync"),
          Map.entry("dirsync", "dirsync"),
          Map.entry("mand", "mand"),
          Map.entry("nomand", "mand"),
          Map.entry("atime", "atime"),
          Map.entry("noatime", "atime"),
          Map.entry("diratime", "diratime"),
          Map.entry("nodiratime", "diratime"),
          Map.entry("relatime", "relatime"),
          Map.entry("norelatime", "relatime"),
          Map.entry("strictatime", "strictatime"),
          Map.entry("nostrictatime", "strictatime"));

  private TmpfsOptions() {}

  /**
   * The options of {@code --tmpfs /a:size=1m,exec}.
   *
   * @throws ApiException.BadParameter with Docker's text
   */
  static List<String> of(String text) {
    List<String> given = new ArrayList<>(DEFAULTS);
    given.addAll(text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
    List<String> kept = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String option : given.reversed()) {
      if (!option.equals("defaults") && seen.add(subject(option))) {
        kept.addFirst(option);
      }
    }
    return kept;
  }

  private static String subject(String option) {
    String flag = FLAGS.get(option);
    if (flag != null) {
      return flag;
    }
    if (Mode.isPropagation(option)) {
      return "propagation";
    }
    int equals = option.indexOf('=');
    if (equals > 0 && DATA.contains(option.substring(0, equals))) {
      return option.substring(0, equals) + "=";
    }
    String words = option.contains("=") ? option.replaceFirst("=", " ") : option;
    throw new ApiException.BadParameter("Invalid tmpfs option [\"" + words + "\"]");
  }

  /**
   * The options of {@code --mount type=tmpfs}.
   *
   * @param tmpfs the API's TmpfsOptions
   */
  static List<String> of(JsonObjectView tmpfs, boolean readOnly) {
    List<String> words = new ArrayList<>();
    if (readOnly) {
      words.add("ro");
    }
    long mode = tmpfs.number("Mode");
    if (mode != 0) {
      words.add("mode=" + Long.toOctalString(mode));
    }
    long size = tmpfs.number("SizeBytes");
    if (size != 0) {
      words.add("size=" + size);
    }
    for (var option : tmpfs.node("Options")) {
      if (option.size() != 1 && option.size() != 2) {
        throw new ApiException.BadParameter("invalid option array length");
      }
      String name = option.get(0).asText();
      if (!name.equals("exec") && !name.equals("noexec")) {
        throw new ApiException.BadParameter("invalid option: " + name);
      }
      words.add(option.size() == 1 ? name : name + "=" + option.get(1).asText());
    }
    return of(String.join(",", words));
  }
}
