package dev.stevedore.dockerd.container.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.stevedore.dockerd.api.ApiException;
import dev.stevedore.dockerd.api.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostConfigChangeTest {
  private final List<String> warnings = new ArrayList<>();

  private HostConfig config(String text) {
    try {
      return HostConfig.parse(Json.MAPPER.readTree(text.replace('\'', '"')), warnings);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private HostConfig created(String text) {
    return HostConfigRules.check(config(text), ContainerDefaults.STANDARD, warnings);
  }

  private JsonObjectView merged(String current, String change) {
    HostConfig parsed = config(change);
    HostConfigRules.checkChange(parsed);
    return HostConfigChange.merge(created(current), parsed, warnings).view();
  }

  @Test
  void aNewContainerMaySwapAsMuchAsItsMemory() {
    assertThat(created("{'Memory':8388608}").view().number("MemorySwap")).isEqualTo(16 << 20);
    assertThat(created("{'Memory':8388608,'MemorySwap':-1}").view().number("MemorySwap"))
        .isEqualTo(-1);
    assertThat(created("{'PidsLimit':-1}").view().optionalNumber("PidsLimit")).isEmpty();
  }

  @Test
  void whatIsSetReplacesAndTheRestStays() {
    JsonObjectView merged =
        merged(
            "{'Memory':16777216,'CpuShares':5,'CpusetCpus':'0','Binds':['/a:/b'],'PidsLimit':9}",
            "{'Memory':8388608,'CpuShares':0,'CpusetCpus':'1','CpusetMems':'','PidsLimit':null}");
    assertThat(merged.number("Memory")).isEqualTo(8 << 20);
    assertThat(merged.number("MemorySwap")).isEqualTo(32 << 20);
    assertThat(merged.number("CpuShares")).isEqualTo(5);
    assertThat(merged.string("CpusetCpus")).isEqualTo("1");
    assertThat(merged.number("PidsLimit")).isEqualTo(9);
    assertThat(merged.strings("Binds")).containsExactly("/a:/b");
    assertThat(warnings).isEmpty();
  }

  @Test
  void noLimitOfProcessesIsAValueToo() {
    assertThat(merged("{'PidsLimit':9}", "{'PidsLimit':-1}").optionalNumber("PidsLimit"))
        .contains(0L);
    assertThat(merged("{'PidsLimit':9}", "{'PidsLimit':0}").optionalNumber("PidsLimit"))
        .contains(0L);
  }

  @Test
  void whatCannotBeChangedGivesAWarningIfItDiffers() {
    JsonObjectView merged =
        merged("{'Binds':['/a:/b'],'Privileged':true}", "{'Binds':['/x:/y'],'Privileged':true}");
    assertThat(merged.strings("Binds")).containsExactly("/a:/b");
    assertThat(warnings).containsExactly("HostConfig.Binds cannot be updated: it stays as it is.");
  }

  @Test
  void memoryAboveItsSwapLimitNeedsANewOne() {
    assertThatThrownBy(() -> merged("{'Memory':8388608}", "{'Memory':33554432}"))
        .isInstanceOf(ApiException.Conflict.class)
        .hasMessage(
            "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time");
    assertThatThrownBy(() -> merged("{}", "{'Memory':33554432}"))
        .isInstanceOf(ApiException.Conflict.class);
    assertThat(
            merged("{'Memory':8388608}", "{'Memory':33554432,'MemorySwap':-1}")
                .number("MemorySwap"))
        .isEqualTo(-1);
    assertThat(merged("{'Memory':8388608}", "{'MemorySwap':33554432}").number("MemorySwap"))
        .isEqualTo(32 << 20);
    assertThatThrownBy(() -> merged("{}", "{'Memory':1048576}"))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("Minimum memory limit allowed is 6MB");
    assertThatThrownBy(() -> merged("{}", "{'KernelMemory':8388608}"))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessageContaining("KernelMemory");
  }

  @Test
  void cpusExcludeQuotaAndPeriod() {
    assertThatThrownBy(() -> merged("{'NanoCpus':500000000}", "{'CpuQuota':5000}"))
        .hasMessage(
            "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set");
    assertThatThrownBy(() -> merged("{'NanoCpus':500000000}", "{'CpuPeriod':5000}"))
        .hasMessage(
            "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set");
    assertThatThrownBy(() -> merged("{'CpuQuota':5000}", "{'NanoCpus':500000000}"))
        .hasMessage(
            "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set");
    assertThatThrownBy(() -> merged("{'CpuPeriod':5000}", "{'NanoCpus':500000000}"))
        .hasMessage(
            "Conflicting options: Nano CPUs cannot be updated as CPU Period has already been set");
    assertThatThrownBy(() -> merged("{}", "{'NanoCpus':500000000,'CpuQuota':5000}"))
        .isInstanceOf(ApiException.BadParameter.class);
  }

  @Test
  void aRestartPolicyIsReplacedUnlessTheContainerIsRemovedAtItsEnd() {
    JsonObjectView merged =
        merged("{}", "{'RestartPolicy':{'Name':'on-failure','MaximumRetryCount':3}}");
    assertThat(merged.object("RestartPolicy").number("MaximumRetryCount")).isEqualTo(3);
    assertThat(
            merged("{'RestartPolicy':{'Name':'always'}}", "{'RestartPolicy':{'Name':''}}")
                .object("RestartPolicy")
                .string("Name"))
        .isEqualTo("always");
    assertThatThrownBy(() -> merged("{'AutoRemove':true}", "{'RestartPolicy':{'Name':'always'}}"))
        .hasMessage(
            "Restart policy cannot be updated because AutoRemove is enabled for the container");
    assertThatThrownBy(() -> merged("{}", "{'RestartPolicy':{'Name':'sometimes'}}"))
        .hasMessageStartingWith("invalid restart policy: unknown policy 'sometimes'");
    merged("{'AutoRemove':true}", "{'RestartPolicy':{'Name':'no'}}");
  }
}
