package dev.stevedore.containerd.tasks;

/**
 * Names a task: a container in its namespace.
 *
 * @param namespace the namespace
 * @param container the container's id
 */
record TaskId(String namespace, String container) {
  @Override
  public String toString() {
    return namespace + "/" + container;
  }
}
