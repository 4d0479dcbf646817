package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OldLimitsTest {
  private final ObjectNode json = JsonNodeFactory.instance.objectNode();
  private final List<String> warnings = new ArrayList<>();

  private HostConfig check(boolean unified) {
    return OldLimits.check(HostConfig.stored(json), unified, warnings);
  }

  @Test
  void whatTheUnifiedHierarchyHasNotIsTakenOutAndSaid() {
    json.put("MemorySwappiness", 50).put("OomKillDisable", true);
    HostConfig config = check(true);
    assertThat(config.view().optionalNumber("MemorySwappiness")).isEmpty();
    assertThat(config.view().optionalBool("OomKillDisable")).isEmpty();
    assertThat(warnings)
        .containsExactly(
            "Your kernel does not support memory swappiness capabilities or the cgroup is not"
                + " mounted. Memory swappiness discarded.",
            "Your kernel does not support OomKillDisable. OomKillDisable discarded.");
  }

  @Test
  void nothingIsSaidOfWhatAsksForNothing() {
    json.put("MemorySwappiness", -1).put("OomKillDisable", false);
    check(true);
    assertThat(warnings).isEmpty();
  }

  @Test
  void realTimeIsRefused() {
    json.put("CpuRealtimeRuntime", 1000);
    assertThatThrownBy(() -> check(true))
        .hasMessage("kernel does not support CPU real-time scheduler");
  }

  @Test
  void theOldHierarchiesHaveThemAll() {
    json.put("MemorySwappiness", 50).put("CpuRealtimeRuntime", 1000);
    assertThat(check(false).view().number("MemorySwappiness")).isEqualTo(50);
  }
}
