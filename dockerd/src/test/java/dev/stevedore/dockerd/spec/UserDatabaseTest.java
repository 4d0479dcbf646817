package dev.stevedore.dockerd.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stevedore.dockerd.api.ApiException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UserDatabaseTest {
  private final UserDatabase users =
      new UserDatabase(
          List.of("root:x:0:0:root:/root:/bin/sh", "web:x:1000:100::/home/web:", "broken", "n:x:a"),
          List.of("root:x:0:", "wheel:x:10:root,web", "users:x:100:", "extra:x:7:web"));

  @Test
  void nobodyInParticularIsRootWithItsGroups() {
    UserDatabase.Identity identity = users.resolve("", List.of());
    assertThat(identity.user().uid()).isZero();
    assertThat(identity.user().additionalGids()).containsExactly(0L, 10L);
    assertThat(identity.home()).isEqualTo("/root");
  }

  @Test
  void aNameBringsItsGroups() {
    UserDatabase.Identity identity = users.resolve("web", List.of("root", "55"));
    assertThat(identity.user().uid()).isEqualTo(1000);
    assertThat(identity.user().gid()).isEqualTo(100);
    assertThat(identity.user().additionalGids()).containsExactly(100L, 10L, 7L, 0L, 55L);
    assertThat(identity.home()).isEqualTo("/home/web");
  }

  @Test
  void aGroupOfItsOwnReplacesTheUsersGroups() {
    UserDatabase.Identity identity = users.resolve("web:wheel", List.of());
    assertThat(identity.user().gid()).isEqualTo(10);
    assertThat(identity.user().additionalGids()).containsExactly(10L);
  }

  @Test
  void numbersNeedNoEntry() {
    UserDatabase.Identity identity = UserDatabase.EMPTY.resolve("1234:99", List.of());
    assertThat(identity.user().uid()).isEqualTo(1234);
    assertThat(identity.user().gid()).isEqualTo(99);
    assertThat(identity.home()).isEqualTo("/");
  }

  @Test
  void unknownNamesAreRefusedWithDockersText() {
    assertThatThrownBy(() -> users.resolve("nosuch", List.of()))
        .isInstanceOf(ApiException.BadParameter.class)
        .hasMessage("unable to find user nosuch: no matching entries in passwd file");
    assertThatThrownBy(() -> users.resolve("web:nosuch", List.of()))
        .hasMessage("unable to find group nosuch: no matching entries in group file");
  }
}
