package dev.stevedore.shim.runtime;

import dev.stevedore.lib.ttrpc.options.CheckpointOptions;
import dev.stevedore.lib.ttrpc.options.RuncOptions;
import java.util.ArrayList;
import java.util.List;

/**
 * Command lines of an OCI runtime, as containerd's own shim gives them to runc, so that whatever
 * runs under that one runs under this one.
 *
 * @param name the program as it was asked for
 * @param root the runtime's state directory
 * @param log path of the log the runtime writes
 * @param criu path of the program criu; empty for the runtime's own choice
 */
public record RuntimeCommand(
    String name, String root, String log, String criu, boolean systemdCgroup) {
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
    addUnlessEmpty(out, "--console-socket", consoleSocket);
    addIf(out, noPivotRoot, "--no-pivot");
    addIf(out, noNewKeyring, "--no-new-keyring");
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
    addUnlessEmpty(out, "--console-socket", consoleSocket);
    out.addAll(List.of("--detach", "--pid-file", pidFile, id));
    return out;
  }

  /**
   * {@code restore}, which returns when the container runs.
   *
   * @param image directory of the checkpoint
   * @param parent directory of the one it builds on; empty for none
   */
  public List<String> restore(
      String id,
      String bundle,
      String pidFile,
      String consoleSocket,
      String image,
      String parent,
      RuncOptions options) {
    List<String> out = with("restore", "--image-path", image);
    addUnlessEmpty(out, "--work-path", options.criuWorkPath());
    addUnlessEmpty(out, "--parent-path", parent);
    out.addAll(List.of("--detach", "--pid-file", pidFile));
    addUnlessEmpty(out, "--console-socket", consoleSocket);
    addIf(out, options.noPivotRoot(), "--no-pivot");
    out.addAll(List.of("--no-subreaper", "--bundle", bundle, id));
    return out;
  }

  /** {@code checkpoint}, into the directory {@code image}. */
  public List<String> checkpoint(String id, String image, String work, CheckpointOptions options) {
    List<String> out = with("checkpoint", "--image-path", image, "--work-path", work);
    addIf(out, options.openTcp(), "--tcp-established");
    addIf(out, options.externalUnixSockets(), "--ext-unix-sk");
    addIf(out, options.terminal(), "--shell-job");
    addIf(out, options.fileLocks(), "--file-locks");
    addUnlessEmpty(out, "--manage-cgroups-mode", options.cgroupsMode());
    for (String namespace : options.emptyNamespaces()) {
      out.addAll(List.of("--empty-ns", namespace));
    }
    addIf(out, !options.exit(), "--leave-running");
    out.add(id);
    return out;
  }

  private static void addIf(List<String> out, boolean condition, String flag) {
    if (condition) {
      out.add(flag);
    }
  }

  private static void addUnlessEmpty(List<String> out, String flag, String value) {
    if (!value.isEmpty()) {
      out.addAll(List.of(flag, value));
    }
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
    addUnlessEmpty(out, "--criu", criu);
    addIf(out, systemdCgroup, "--systemd-cgroup");
    return out;
  }
}
