package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.runc.RuncException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A container that stays in the cgroups of its creator, which are not its own to limit. */
final class NoCgroup implements Cgroup {
  @Override
  public Map<String, String> paths() {
    return Map.of();
  }

  @Override
  public void create() {}

  @Override
  public CgroupEntrance open(SubCgroups below) {
    if (!below.isEmpty()) {
      throw none("enter " + below.paths().values());
    }
    return new CgroupEntrance(List.of(), Optional.empty());
  }

  @Override
  public void limit(Resources resources) {
    Resources nothing = Resources.builder().devices(resources.devices()).build();
    if (!resources.equals(nothing)) {
      throw none("set limits");
    }
  }

  /** Nothing: what a user without cgroups may open is up to the files' permissions. */
  @Override
  public void limitDevices(Resources resources) {}

  @Override
  public void freeze(boolean frozen) {
    throw none("pause");
  }

  @Override
  public boolean isFrozen() {
    return false;
  }

  @Override
  public List<Integer> processes() {
    throw none("list processes");
  }

  @Override
  public void takeBack(int pid) {}

  @Override
  public boolean killAll() {
    return false;
  }

  @Override
  public void remove() {}

  @Override
  public boolean exists() {
    return false;
  }

  private static RuncException none(String what) {
    return new RuncException("unable to " + what + ": the container has no cgroup of its own");
  }
}
