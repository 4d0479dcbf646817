package dev.stevedore.runc.resctrl;

import dev.stevedore.lib.posix.Errno;
import dev.stevedore.lib.posix.PosixException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** resctrl as far as a group sees it: a directory that is made has its files at once. */
final class FakeTree implements ResctrlTree {
  private final Map<String, String> files = new TreeMap<>();

  /** What was done, in order. */
  final List<String> log = new ArrayList<>();

  /** What every write fails with, as the kernel says it in its own file. */
  String refusal = "";

  FakeTree() {
    makeDirectory("/r");
    files.put("/r/info/last_cmd_status", "ok\n");
    log.clear();
  }

  void put(String path, String text) {
    files.put(path, text);
  }

  @Override
  public boolean exists(String path) {
    return files.containsKey(path);
  }

  @Override
  public void makeDirectory(String path) {
    if (exists(path)) {
      throw new PosixException("mkdir", path, Errno.EEXIST);
    }
    files.put(path, "");
    files.put(path + "/tasks", "");
    files.put(path + "/schemata", "    L3:0=fffff;1=fffff\n    MB:0=100;1=100\n");
    log.add("mkdir " + path);
  }

  @Override
  public String read(String path) {
    return files.getOrDefault(path, "");
  }

  @Override
  public void write(String path, String text) {
    if (!refusal.isEmpty()) {
      files.put("/r/info/last_cmd_status", refusal + "\n");
      throw new PosixException("write", path, Errno.EINVAL);
    }
    if (!exists(path)) {
      throw new PosixException("open", path, Errno.ENOENT);
    }
    log.add(path + " < " + text.trim().replace('\n', '|'));
  }

  @Override
  public void removeDirectory(String path) {
    if (!exists(path)) {
      throw new PosixException("rmdir", path, Errno.ENOENT);
    }
    files.keySet().removeIf(name -> name.equals(path) || name.startsWith(path + "/"));
    log.add("rmdir " + path);
  }
}
