package dev.stevedore.runc.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.lib.oci.runtime.IdMapping;
import dev.stevedore.runc.RuncException;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdMapTextTest {
  private static final List<IdMapping> OWN =
      List.of(new IdMapping(0, 100, 1), new IdMapping(1, 2000, 500));

  @Test
  void mappingsOfUsersAndGroups() {
    IdMapText text = IdMapText.parse("uids=0-1000-1#5-2000-10;gids=0-7-1", OWN, OWN);
    assertThat(text.uids()).containsExactly(new IdMapping(0, 1000, 1), new IdMapping(5, 2000, 10));
    assertThat(text.gids()).containsExactly(new IdMapping(0, 7, 1));
  }

  @Test
  void relativeOnesAreOfTheUserNamespace() {
    assertThat(IdMapText.parse("uids=@1-3-10", OWN, OWN).uids())
        .containsExactly(new IdMapping(1, 2002, 10));
    assertThatThrownBy(() -> IdMapText.parse("uids=@1-900-10", OWN, OWN))
        .isInstanceOf(RuncException.class)
        .hasMessageContaining("no id 900");
  }

  @Test
  void whatIsNoMappingIsNamed() {
    for (String bad : List.of("uids=1-2", "uids=a-2-3", "users=0-0-1", "")) {
      assertThatThrownBy(() -> IdMapText.parse(bad, OWN, OWN))
          .as(bad)
          .isInstanceOf(RuncException.class);
    }
  }

  @Test
  void theOptionIsTakenApart() {
    MountOptions options = MountOptions.parse(List.of("rbind", "ridmap=uids=0-1-1"));
    assertThat(options.idMapping()).isEqualTo(MountOptions.IdMapping.RECURSIVE);
    assertThat(options.idMappings()).isEqualTo("uids=0-1-1");
  }
}
