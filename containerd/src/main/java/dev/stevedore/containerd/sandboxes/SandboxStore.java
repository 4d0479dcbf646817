package dev.stevedore.containerd.sandboxes;

import dev.stevedore.containerd.errors.Failure;
import dev.stevedore.containerd.metadata.Database;
import dev.stevedore.containerd.metadata.MessageTable;
import dev.stevedore.lib.containerdapi.types.Sandbox;
import java.util.List;

/** The sandboxes there are. */
public final class SandboxStore {
  private final MessageTable<Sandbox> table;

  /** The sandboxes in the database. */
  public SandboxStore(Database database) {
    this.table = new MessageTable<>(database, "sandboxes", Sandbox.parser());
  }

  Sandbox get(String namespace, String id) {
    return table.get(namespace, id).orElseThrow(() -> notFound(id));
  }

  /** All sandboxes of a namespace. */
  public List<Sandbox> list(String namespace) {
    return table.list(namespace);
  }

  void create(String namespace, Sandbox sandbox) {
    if (!table.insert(namespace, sandbox.getSandboxId(), sandbox)) {
      throw Failure.alreadyExists("sandbox \"" + sandbox.getSandboxId() + "\"");
    }
  }

  void replace(String namespace, Sandbox sandbox) {
    table.replace(namespace, sandbox.getSandboxId(), sandbox);
  }

  void delete(String namespace, String id) {
    if (!table.delete(namespace, id)) {
      throw notFound(id);
    }
  }

  private static Failure notFound(String id) {
    return Failure.notFound("sandbox \"" + id + "\"");
  }
}
