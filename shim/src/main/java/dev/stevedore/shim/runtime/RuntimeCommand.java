package dev.stevedore.shim.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of an OCI runtime, as containerd's own shim gives them to runc, so that whatever
 * runs under that one runs under this one.
 *
 * @param name the program as it was asked for
 * @param root the runtime's state directory
 * @param log path of the log the runtime writes
 */
public record RuntimeCommand(String name, String root, String log, boolean systemdCgroup) {
  /**
   * {@code create}.
   *
   * @param consoleSocket empty without a terminal
   */
  public List<String> create(
      String id,
      String bundle,
      String pidFile,
      String consoleSocket,
      boolean noPivotRoot,
      boolean noNewKeyring) {
    List<String> out = global();
    out.addAll(List.of("create", "--bundle", bundle, "--pid-file", pidFile));
    if (!consoleSocket.isEmpty()) {
      out.addAll(List.of("--console-socket", consoleSocket));
    }
    if (noPivotRoot) {
      out.add("--no-pivot");
    }
    if (noNewKeyring) {
      out.add("--no-new-keyring");
    }
    out.add(id);
    return out;
  }

  /**
   * {@code exec}, which returns when the process has been started.
   *
   * @param process path of a file with an OCI {@code process}
   * @param consoleSocket empty without a terminal
   */
  public List<String> exec(String id, String process, String pidFile, String consoleSocket) {
    List<String> out = global();
    out.addAll(List.of("exec", "--process", process));
    if (!consoleSocket.isEmpty()) {
      out.addAll(List.of("--console-socket", consoleSocket));
    }
    out.addAll(List.of("--detach", "--pid-file", pidFile, id));
    return out;
  }

  /** A verb that takes the id only: {@code start}, {@code pause}, {@code resume}. */
  public List<String> simple(String verb, String id) {
    return with(verb, id);
  }

  public List<String> delete(String id, boolean force) {
    return force ? with("delete", "--force", id) : with("delete", id);
  }

  public List<String> kill(String id, int signal, boolean all) {
    String number = Integer.toString(signal);
    return all ? with("kill", "--all", id, number) : with("kill", id, number);
  }

  public List<String> ps(String id) {
    return with("ps", "--format", "json", id);
  }

  /**
   * {@code update}.
   *
   * @param resources path of a file with OCI {@code linux.resources}
   */
  public List<String> update(String id, String resources) {
    return with("update", "--resources", resources, id);
  }

  private List<String> with(String... arguments) {
    List<String> out = global();
    out.addAll(List.of(arguments));
    return out;
  }

  private List<String> global() {
    List<String> out = new ArrayList<>();
    out.addAll(List.of(name, "--root", root, "--log", log, "--log-format", "json"));
    if (systemdCgroup) {
      out.add("--systemd-cgroup");
    }
    return out;
  }
}
