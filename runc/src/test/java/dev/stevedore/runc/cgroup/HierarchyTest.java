package dev.stevedore.runc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class HierarchyTest {
  @Test
  void parsesProcCgroup() {
    assertThat(Hierarchy.parse("4:cpu,cpuacct:/a\n3:name=systemd:/b:c\n0::/d\n"))
        .containsExactly(
            new Hierarchy(List.of("cpu", "cpuacct"), "/a"),
            new Hierarchy(List.of("name=systemd"), "/b:c"),
            new Hierarchy(List.of(), "/d"));
  }

  @Test
  void parsesMountInfo() {
    String mountInfo =
        """
        31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
        32 31 0:29 /docker/x /sys/fs/cgroup/cpu,cpuacct rw,nosuid shared:9 - cgroup cgroup rw,cpu,cpuacct
        40 31 0:37 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,xattr,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw
        """;
    assertThat(CgroupMount.parse(mountInfo))
        .containsExactly(
            new CgroupMount("/docker/x", "/sys/fs/cgroup/cpu,cpuacct", List.of("cpu", "cpuacct")),
            new CgroupMount("/", "/sys/fs/cgroup/systemd", List.of("name=systemd")));
  }

  @Test
  void findsADirectoryBelowAMountOfAPart() {
    CgroupMount mount = new CgroupMount("/docker/x", "/sys/fs/cgroup/cpu", List.of("cpu"));
    assertThat(mount.directoryOf("/docker/x/y")).isEqualTo("/sys/fs/cgroup/cpu/y");
    assertThat(new CgroupMount("/", "/c", List.of("cpu")).directoryOf("/")).isEqualTo("/c");
  }

  @Test
  void noPathLeavesTheHierarchy() {
    assertThat(Cgroups.clean("/a/../../b/./c//")).isEqualTo("/b/c");
    assertThat(Cgroups.clean("../../x")).isEqualTo("x");
    assertThat(Cgroups.clean("a/b")).isEqualTo("a/b");
  }
}
