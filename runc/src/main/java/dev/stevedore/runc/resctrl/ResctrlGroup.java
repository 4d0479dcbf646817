package dev.stevedore.runc.resctrl;

import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.runc.RuncException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The group of a container: a class of service, which may be others' too, and in it a group for
 * monitoring, if one is wanted.
 *
 * <pre>
 *   /sys/fs/resctrl/            class "/", where everybody is at first
 *     info/last_cmd_status      why the last write was refused
 *     CLOS/                     closID, or the container's id
 *       schemata                what it gets: L3:0=7f0;1=1f
 *       tasks                   who is in it
 *       mon_groups/ID/tasks     who is counted
 * </pre>
 */
public final class ResctrlGroup {
  /** The name of the note with the directories to remove with the container, one a line. */
  public static final String NOTE = "resctrl";

  private static final String TASKS = "/tasks";
  private static final String SCHEMATA = "/schemata";

  private final ResctrlTree tree;
  private final String top;
  private final String directory;
  private final Optional<String> monitoring;
  private final IntelRdt settings;

  /** For tests: a tree at a path. */
  ResctrlGroup(ResctrlTree tree, String top, IntelRdt settings, String id) {
    this.tree = tree;
    this.top = top;
    this.settings = settings;
    String name = settings.closId().isEmpty() ? id : settings.closId();
    this.directory = name.equals("/") ? top : top + "/" + name;
    this.monitoring =
        settings.enableMonitoring()
            ? Optional.of(directory + "/mon_groups/" + id)
            : Optional.empty();
  }

  /**
   * The group that a configuration asks for.
   *
   * @throws RuncException if there is no resctrl mounted
   */
  public static ResctrlGroup of(IntelRdt settings, String id) {
    return new ResctrlGroup(ResctrlTree.ofKernel(), ResctrlTree.mountPoint(), settings, id);
  }

  /**
   * The directories that {@link #create} will make, to be noted before it does, and removed with
   * the container; those that are there already are somebody else's.
   */
  public List<String> toBeMade() {
    List<String> made = new ArrayList<>();
    monitoring.ifPresent(made::add);
    if (settings.closId().isEmpty() && !tree.exists(directory)) {
      made.add(directory);
    }
    return made;
  }

  /** Makes the group, and sets what it gets. */
  public void create() {
    String wanted = lines();
    if (tree.exists(directory)) {
      if (!settings.closId().isEmpty() && !wanted.isEmpty()) {
        requireSame(wanted);
      } else if (!wanted.isEmpty()) {
        write(directory + SCHEMATA, wanted);
      }
    } else {
      if (!settings.closId().isEmpty() && wanted.isEmpty()) {
        throw new RuncException(
            "intelRdt.closID \"" + settings.closId() + "\" without schemata is not there");
      }
      make(directory);
      if (!wanted.isEmpty()) {
        write(directory + SCHEMATA, wanted);
      }
    }
    monitoring.ifPresent(this::make);
  }

  /** Puts a process into it; the processes that it makes are in it too. */
  public void enter(int pid) {
    write(directory + TASKS, Integer.toString(pid));
    monitoring.ifPresent(group -> write(group + TASKS, Integer.toString(pid)));
  }

  /** Changes what it gets. */
  public void update() {
    write(directory + SCHEMATA, lines());
  }

  /** Whether it is there. */
  public boolean exists() {
    return tree.exists(directory);
  }

  /** Removes directories that were noted. */
  public static void remove(String note) {
    remove(ResctrlTree.ofKernel(), note);
  }

  static void remove(ResctrlTree tree, String note) {
    for (String directory : note.split("\n")) {
      if (!directory.isEmpty()) {
        try {
          tree.removeDirectory(directory);
        } catch (PosixException e) {
          if (!e.is(Errno.ENOENT)) {
            throw e;
          }
        }
      }
    }
  }

  /** In the order of the specification. */
  private String lines() {
    StringBuilder lines = new StringBuilder();
    List<String> all = new ArrayList<>(List.of(settings.l3CacheSchema(), settings.memBwSchema()));
    all.addAll(settings.schemata());
    for (String line : all) {
      if (!line.isEmpty()) {
        lines.append(line).append('\n');
      }
    }
    return lines.toString();
  }

  private void requireSame(String wanted) {
    String there = tree.read(directory + SCHEMATA);
    if (!Schemata.parse(there).covers(Schemata.parse(wanted))) {
      throw new RuncException(
          "intelRdt.closID \""
              + settings.closId()
              + "\" is there with other schemata: "
              + there.trim().replace("\n", ", "));
    }
  }

  private void make(String path) {
    try {
      tree.makeDirectory(path);
    } catch (PosixException e) {
      throw failed("unable to make " + path, e);
    }
  }

  private void write(String file, String text) {
    try {
      tree.write(file, text);
    } catch (PosixException e) {
      throw failed("unable to write \"" + text.trim().replace("\n", ", ") + "\" to " + file, e);
    }
  }

  /** The kernel says more than an error number, in a file of its own. */
  private RuncException failed(String what, PosixException cause) {
    String file = top + "/info/last_cmd_status";
    String status = tree.exists(file) ? tree.read(file).trim() : "";
    return new RuncException(
        "intelRdt: " + what + (status.isEmpty() || status.equals("ok") ? "" : " (" + status + ")"),
        cause);
  }
}
