package dev.stevedore.dockerd.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.runtime.IdMapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerSwapTest {
  private static long map(List<IdMapping> mappings, long id) {
    return mappings.stream()
        .filter(m -> id >= m.containerId() && id < m.containerId() + m.size())
        .mapToLong(m -> m.hostId() + id - m.containerId())
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource({"0,1000", "1000,0", "1000,1001", "7,7", "0,4294967294", "65534,3"})
  void twoIdsChangePlacesAndAllOthersStay(long owner, long user) {
    List<IdMapping> mappings = OwnerSwap.swap(owner, user);
    assertThat(map(mappings, owner)).isEqualTo(user);
    assertThat(map(mappings, user)).isEqualTo(owner);
    for (long other : new long[] {0, 1, 999, 1002, 65535, 4294967293L, 4294967294L}) {
      if (other != owner && other != user) {
        assertThat(map(mappings, other)).isEqualTo(other);
      }
    }
    assertThat(mappings.stream().mapToLong(IdMapping::size).sum()).isEqualTo(0xffffffffL);
  }

  @Test
  void nobodyChangesWithHimself() {
    assertThat(OwnerSwap.swap(5, 5)).hasSize(1);
  }
}
