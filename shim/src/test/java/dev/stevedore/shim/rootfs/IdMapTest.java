package dev.stevedore.shim.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.ttrpc.TtrpcException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IdMapTest {
  @Test
  void mapsAreTakenOutOfTheOptions() {
    IdMap map = IdMap.in(List.of("uidmap=0:1:2", "index=off", "gidmap=0:3:4,4:9:1", "lowerdir=/a"));

    assertThat(map.isEmpty()).isFalse();
    assertThat(map.others()).containsExactly("index=off", "lowerdir=/a");
    assertThat(IdMap.lines(map.uids())).isEqualTo("0 1 2\n");
    assertThat(IdMap.lines(map.gids())).isEqualTo("0 3 4\n4 9 1\n");
  }

  @Test
  void mostMountsHaveNone() {
    assertThat(IdMap.in(List.of("rw", "rbind")).isEmpty()).isTrue();
  }

  @Test
  void halfAMapIsRefused() {
    assertThatThrownBy(() -> IdMap.in(List.of("uidmap=0:1:2"))).isInstanceOf(TtrpcException.class);
    assertThatThrownBy(() -> IdMap.lines("0:1")).isInstanceOf(TtrpcException.class);
  }
}
