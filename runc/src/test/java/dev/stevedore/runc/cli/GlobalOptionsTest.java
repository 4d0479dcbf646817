package dev.stevedore.runc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.runc.cgroup.CgroupDriver;
import java.util.List;
import org.junit.jupiter.api.Test;

class GlobalOptionsTest {
  private static GlobalOptions parse(String... words) {
    return GlobalOptions.of(Arguments.parse(GlobalOptions.FLAGS, List.of(words), 0x7fffffff));
  }

  @Test
  void theLogMayBeNamedAsCrunDoes() {
    assertThat(parse("--log", "/run/log").log()).contains("/run/log");
    assertThat(parse("--log=file:/run/log").log()).contains("/run/log");
    assertThat(parse("--log=/run/a:b").log()).contains("/run/a:b");
    assertThat(parse("--log=").log()).isEmpty();
    assertThatThrownBy(() -> parse("--log=invalid:/path")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> parse("--log=syslog:x")).hasMessageContaining("not supported");
  }

  @Test
  void whoMakesCgroups() {
    assertThat(parse().cgroups()).isEqualTo(CgroupDriver.CGROUPFS);
    assertThat(parse("--systemd-cgroup").cgroups()).isEqualTo(CgroupDriver.SYSTEMD);
    assertThat(parse("--cgroup-manager", "disabled").cgroups()).isEqualTo(CgroupDriver.DISABLED);
    assertThatThrownBy(() -> parse("--cgroup-manager=x")).isInstanceOf(UsageException.class);
  }

  @Test
  void rootlessIsFoundOutUnlessSaid() {
    assertThat(parse().rootless()).isEmpty();
    assertThat(parse("--rootless", "true").rootless()).contains(true);
    assertThat(parse("--rootless=false").rootless()).contains(false);
    assertThatThrownBy(() -> parse("--rootless=maybe")).isInstanceOf(UsageException.class);
  }
}
