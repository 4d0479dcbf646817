package dev.stevedore.runc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SubCgroupsTest {
  @Test
  void onePathIsForAllHierarchies() {
    SubCgroups below = SubCgroups.parse(List.of("a/b"));
    assertThat(below.below("")).isEqualTo("/a/b");
    assertThat(below.below("cpu,cpuacct")).isEqualTo("/a/b");
    assertThat(SubCgroups.NONE.below("cpu")).isEmpty();
  }

  @Test
  void pathsByController() {
    SubCgroups below = SubCgroups.parse(List.of("cpuacct,pids:/x", "memory:y"));
    assertThat(below.below("cpu,cpuacct")).isEqualTo("/x");
    assertThat(below.below("memory")).isEqualTo("/y");
    assertThat(below.below("devices")).isEmpty();
    below.requireOnly(List.of("cpu,cpuacct", "memory", "pids", "devices"));
    assertThatThrownBy(() -> below.requireOnly(List.of("memory", "pids")))
        .hasMessageContaining("unknown controller cpuacct");
  }

  @Test
  void whatLeadsElsewhereOrIsThereTwice() {
    for (List<String> values :
        List.of(
            List.of("../x"),
            List.of("a", "b"),
            List.of(":x"),
            List.of("cpu,:x"),
            List.of("cpu:a", "cpu:b"),
            List.of("cpu:a:b"))) {
      assertThatThrownBy(() -> SubCgroups.parse(values)).as("%s", values).isNotNull();
    }
  }
}
