package dev.stevedore.runc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.resources.BlockIo;
import dev.stevedore.lib.oci.runtime.resources.Cpu;
import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import dev.stevedore.lib.oci.runtime.resources.HugepageLimit;
import dev.stevedore.lib.oci.runtime.resources.Memory;
import dev.stevedore.lib.oci.runtime.resources.Pids;
import dev.stevedore.lib.oci.runtime.resources.Resources;
import dev.stevedore.lib.oci.runtime.resources.ThrottleDevice;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private static final Resources RESOURCES =
      Resources.builder()
          .memory(Memory.builder().limit(1000).swap(1500).reservation(500).build())
          .cpu(Cpu.builder().shares(512).quota(5000).period(10_000).cpus("0-1").build())
          .pids(new Pids(OptionalLong.of(-1)))
          .blockIo(
              BlockIo.builder()
                  .weight(10)
                  .throttleReadBpsDevice(List.of(new ThrottleDevice(8, 0, 77)))
                  .build())
          .hugepageLimits(List.of(new HugepageLimit("2MB", 4096)))
          .build();

  @Test
  void inFilesOfV1() {
    assertThat(V1Limits.of(RESOURCES))
        .containsExactly(
            new Setting("cpuset", "cpuset.cpus", "0-1"),
            new Setting("cpu", "cpu.shares", "512"),
            new Setting("cpu", "cpu.cfs_period_us", "10000"),
            new Setting("cpu", "cpu.cfs_quota_us", "5000"),
            new Setting("pids", "pids.max", "max"),
            new Setting("blkio", "blkio.weight", "10"),
            new Setting("blkio", "blkio.throttle.read_bps_device", "8:0 77"),
            new Setting("hugetlb", "hugetlb.2MB.limit_in_bytes", "4096"));
  }

  @Test
  void inFilesOfV2() {
    assertThat(V2Limits.of(RESOURCES))
        .containsExactly(
            new Setting("memory", "memory.swap.max", "500"),
            new Setting("memory", "memory.max", "1000"),
            new Setting("memory", "memory.low", "500"),
            new Setting("cpu", "cpu.weight", "59"),
            new Setting("cpu", "cpu.max", "5000 10000"),
            new Setting("cpuset", "cpuset.cpus", "0-1"),
            new Setting("pids", "pids.max", "max"),
            new Setting("io", "io.weight", "1"),
            new Setting("io", "io.max", "8:0 rbps=77"),
            new Setting("hugetlb", "hugetlb.2MB.max", "4096"));
  }

  @ParameterizedTest
  @CsvSource({"0,0", "1,1", "2,1", "1024,100", "262144,10000", "1000000,10000"})
  void weightOfShares(long shares, long weight) {
    assertThat(V2Limits.weight(shares)).isEqualTo(weight);
  }

  @Test
  void noLimitOfMemoryIsNoLimitOfSwap() {
    Resources unlimited = Resources.builder().memory(Memory.builder().limit(-1).build()).build();
    assertThat(V2Limits.of(unlimited))
        .containsExactly(
            new Setting("memory", "memory.swap.max", "max"),
            new Setting("memory", "memory.max", "max"));
  }

  @Test
  void refusesWhatMakesNoSense() {
    assertThatThrownBy(
            () ->
                V2Limits.of(
                    Resources.builder().memory(Memory.builder().limit(2).swap(1).build()).build()))
        .hasMessage("memory+swap limit should be >= memory limit");
    assertThatThrownBy(() -> V2Limits.of(Resources.builder().unified(Map.of("../x", "1")).build()))
        .hasMessageContaining("../x");
  }

  @Test
  void devicesAreDeniedFirst() {
    List<DeviceRule> rules =
        DeviceRules.effective(
            List.of(
                new DeviceRule(false, "", OptionalLong.empty(), OptionalLong.empty(), "rwm"),
                new DeviceRule(true, "c", OptionalLong.of(10), OptionalLong.of(229), "rw")));
    assertThat(V1Limits.devices(rules))
        .startsWith(
            new Setting("devices", "devices.deny", "a"),
            new Setting("devices", "devices.allow", "c 10:229 rw"),
            new Setting("devices", "devices.allow", "c *:* m"))
        .contains(new Setting("devices", "devices.allow", "c 1:3 rwm"))
        .doesNotContain(new Setting("devices", "devices.allow", "a"));
  }

  @Test
  void allDevicesAllowedIsNoLimit() {
    List<DeviceRule> rules =
        DeviceRules.effective(
            List.of(new DeviceRule(true, "a", OptionalLong.empty(), OptionalLong.empty(), "rwm")));
    assertThat(DeviceRules.allowsAll(rules)).isTrue();
    assertThat(DeviceRules.allowsAll(DeviceRules.effective(List.of()))).isFalse();
  }
}
