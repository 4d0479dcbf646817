package dev.stevedore.containerd.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DaemonCgroupTest {
  @TempDir Path mounts;

  private void file(String name, String content) throws IOException {
    Path file = mounts.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  @Test
  void allHierarchiesOfVersion1AreEntered() throws IOException {
    file("memory/cgroup.procs", "");
    file("cpuset/cgroup.procs", "");
    file("cpuset/tasks", "");
    file("cpuset/cpuset.cpus", "0-1");
    file("cpuset/cpuset.mems", "0");
    file("cpuset/a/cpuset.cpus", "\n");
    file("cpuset/a/cpuset.mems", "1");
    file("unified/cgroup.procs", "");
    file("unified/cgroup.controllers", "");

    DaemonCgroup.enter(mounts, "/a/../a", 42);

    assertThat(mounts.resolve("memory/a/cgroup.procs")).hasContent("42");
    assertThat(mounts.resolve("cpuset/a/cgroup.procs")).hasContent("42");
    assertThat(mounts.resolve("cpuset/a/cpuset.cpus")).hasContent("0-1");
    assertThat(mounts.resolve("cpuset/a/cpuset.mems")).hasContent("1");
    assertThat(mounts.resolve("unified/a")).doesNotExist();
  }

  @Test
  void version2HasOneHierarchy() throws IOException {
    file("cgroup.controllers", "cpu");

    DaemonCgroup.enter(mounts, "a/b", 42);

    assertThat(mounts.resolve("a/b/cgroup.procs")).hasContent("42");
  }
}
