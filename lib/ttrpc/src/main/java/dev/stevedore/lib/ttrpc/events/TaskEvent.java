package dev.stevedore.lib.ttrpc.events;

import dev.stevedore.lib.ttrpc.wire.Any;
import dev.stevedore.lib.ttrpc.wire.Message;
import dev.stevedore.lib.ttrpc.wire.Timestamp;

/** Something that happened to a task. */
public sealed interface TaskEvent extends Message
    permits TaskCreate,
        TaskStart,
        TaskDelete,
        TaskExit,
        TaskOOM,
        TaskExecAdded,
        TaskExecStarted,
        TaskPaused,
        TaskResumed,
        TaskCheckpointed {
  /** The container it happened to. */
  String containerId();

  /** The topic containerd publishes it under. */
  String topic();

  /** Its type in an {@code Any}. */
  String type();

  /** The event on its way to containerd. */
  default Envelope inEnvelope(Timestamp at, String namespace) {
    return new Envelope(at, namespace, topic(), Any.of(type(), this));
  }
}
