package dev.stevedore.runc.seccomp;

import dev.stevedore.lib.oci.runtime.ContainerProcessState;
import dev.stevedore.lib.oci.runtime.Seccomp;
import dev.stevedore.lib.oci.runtime.SeccompAction;
import dev.stevedore.lib.oci.runtime.SeccompRule;
import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.oci.runtime.State;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.lib.posix.FdPassing;
import dev.stevedore.lib.posix.PosixException;
import dev.stevedore.lib.posix.Sockets;
import dev.stevedore.runc.RuncException;
import java.util.List;

/**
 * The program outside that is asked what to do with calls of SCMP_ACT_NOTIFY (seccomp_unotify(2)).
 *
 * <pre>
 *   init ── descriptor, see init/SyncChannel ──▶ create ── state as JSON, descriptor ──▶ listenerPath
 * </pre>
 *
 * @param path its unix socket
 * @param metadata what it is told besides
 */
public record SeccompListener(String path, String metadata) {
  /**
   * Checks whether the rules can work: what init needs on its way to the listener must not wait for
   * the listener.
   *
   * @throws RuncException that says what cannot
   */
  static void check(Seccomp seccomp) {
    require(
        seccomp.defaultAction() != SeccompAction.SCMP_ACT_NOTIFY,
        "SCMP_ACT_NOTIFY cannot be used as default action");
    for (SeccompRule rule : seccomp.syscalls()) {
      if (rule.action() == SeccompAction.SCMP_ACT_NOTIFY) {
        require(!seccomp.listenerPath().isEmpty(), "SCMP_ACT_NOTIFY needs a listenerPath");
        for (String call : List.of("write", "sendmsg")) {
          require(
              !rule.names().contains(call),
              "SCMP_ACT_NOTIFY cannot be used for the " + call + " syscall");
        }
      }
    }
  }

  /**
   * Hands a descriptor over.
   *
   * @param pid the process under the filter, seen from here
   * @param state the container
   */
  public void accept(Fd descriptor, int pid, State state) {
    var process =
        new ContainerProcessState(
            Spec.VERSION, List.of(ContainerProcessState.SECCOMP_FD), pid, metadata, state);
    try (Fd socket = Sockets.connect(path)) {
      FdPassing.send(socket, descriptor, process.toJson().toString());
    } catch (PosixException e) {
      throw new RuncException("failed to send the seccomp listener to " + path, e);
    }
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new RuncException("seccomp: " + problem);
    }
  }
}
