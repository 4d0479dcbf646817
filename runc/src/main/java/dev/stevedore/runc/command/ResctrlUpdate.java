package dev.stevedore.runc.command;

import dev.stevedore.lib.oci.runtime.IntelRdt;
import dev.stevedore.lib.oci.runtime.Linux;
import dev.stevedore.runc.config.IntelRdtChecks;
import dev.stevedore.runc.resctrl.ResctrlGroup;
import dev.stevedore.runc.state.Container;
import java.util.List;
import java.util.Optional;

/** A container's shares of caches and memory bandwidth, changed. */
record ResctrlUpdate(Container container) {
  /**
   * Changes them; a container that has no group of its own gets one, with its first process in it.
   *
   * @param l3Cache a line, empty for no change
   * @param bandwidth the same
   */
  void apply(String l3Cache, String bandwidth) {
    Optional<IntelRdt> before = container.spec().linux().flatMap(Linux::intelRdt);
    String name = before.map(IntelRdt::closId).orElse("");
    IntelRdt wanted = new IntelRdt(name, List.of(), l3Cache, bandwidth, false);
    IntelRdtChecks.check(wanted);
    ResctrlGroup group = ResctrlGroup.of(wanted, container.data().id());
    if (group.exists()) {
      group.update();
      return;
    }
    container.directory().note(ResctrlGroup.NOTE, String.join("\n", group.toBeMade()));
    group.create();
    group.enter(container.data().pid());
  }
}
