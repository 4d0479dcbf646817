package dev.stevedore.shim.task;

import dev.stevedore.lib.ttrpc.Code;
import dev.stevedore.lib.ttrpc.Status;
import dev.stevedore.shim.rpc.Reply;
import dev.stevedore.shim.runtime.RuntimeResult;

/** What a runtime's failure to send a signal means; each has words of its own. */
final class KillAnswer {
  private KillAnswer() {}

  static void give(RuntimeResult result, Reply reply) {
    switch (result) {
      case RuntimeResult.Success success -> reply.succeed();
      case RuntimeResult.Failure(String reason) -> reply.fail(status(reason));
    }
  }

  /** "Not found" is what clients expect of a process that is gone. */
  static Status status(String reason) {
    if (reason.contains("process already finished")
        || reason.contains("container not running")
        || reason.contains("no such process")
        || reason.contains("No such process")) {
      return new Status(Code.NOT_FOUND, "process already finished: not found");
    }
    if (reason.contains("does not exist")) {
      return new Status(Code.NOT_FOUND, "no such container: not found");
    }
    return new Status(Code.UNKNOWN, "unknown error after kill: " + reason);
  }
}
