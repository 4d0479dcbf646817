package dev.stevedore.runc.init;

import dev.stevedore.lib.oci.runtime.Spec;
import dev.stevedore.lib.posix.Fd;
import dev.stevedore.runc.cgroup.Cgroup;
import dev.stevedore.runc.cgroup.CgroupEntrance;
import dev.stevedore.runc.cgroup.NewCgroup;
import dev.stevedore.runc.config.Bundle;
import dev.stevedore.runc.mount.HostMounts;
import dev.stevedore.runc.namespace.NamespacePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What init needs to know.
 *
 * @param id the container
 * @param bundle its configuration
 * @param namespaces which it makes and joins
 * @param cgroups the container's, by controllers
 * @param entrance the way into them
 * @param awaitsCgroup whether systemd makes its cgroup around the process in between
 * @param console where the terminal's master goes, if there is a terminal
 * @param execFifo where init waits for start; empty if it does not wait
 * @param host what was opened outside
 * @param preservedFds how many descriptors from 3 on the user's program gets
 * @param noPivot whether pivot_root(2) is out of the question
 * @param keepsKeyring whether it shares its creator's session keyring
 */
public record InitSettings(
    String id,
    Bundle bundle,
    NamespacePlan namespaces,
    Map<String, String> cgroups,
    CgroupEntrance entrance,
    boolean awaitsCgroup,
    Optional<Fd> console,
    Optional<Fd> execFifo,
    HostMounts host,
    int preservedFds,
    boolean noPivot,
    boolean keepsKeyring) {
  /** The same in a cgroup that is known now. */
  InitSettings in(Cgroup cgroup) {
    return new InitSettings(
        id,
        bundle,
        namespaces,
        cgroup.paths(),
        NewCgroup.restOfTheWay(cgroup),
        false,
        console,
        execFifo,
        host,
        preservedFds,
        noPivot,
        keepsKeyring);
  }

  Spec spec() {
    return bundle.spec();
  }

  /** All that init has to have open: these, and its end of the channel. */
  List<Fd> descriptors(Fd channel) {
    List<Fd> all = new ArrayList<>(entrance.descriptors());
    all.add(channel);
    console.ifPresent(all::add);
    execFifo.ifPresent(all::add);
    all.addAll(host.descriptors());
    return all;
  }
}
