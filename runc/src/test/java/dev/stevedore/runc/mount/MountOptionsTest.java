package dev.stevedore.runc.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.posix.MountAttributes;
import dev.stevedore.lib.posix.Mounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountOptionsTest {
  @Test
  void sortsOptionsByWhatTheyAreFor() {
    MountOptions options =
        MountOptions.parse(
            List.of("nosuid", "noexec", "ro", "rslave", "mode=755", "size=64k", "rro", "ridmap"));
    assertThat(options.flags()).isEqualTo(Mounts.NO_SUID | Mounts.NO_EXEC | Mounts.READ_ONLY);
    assertThat(options.propagation()).containsExactly(Mounts.SLAVE | Mounts.RECURSIVE);
    assertThat(options.data()).isEqualTo("mode=755,size=64k");
    assertThat(options.recursive()).isEqualTo(MountAttributes.of(MountAttributes.READ_ONLY, 0));
    assertThat(options.idMapping()).isEqualTo(MountOptions.IdMapping.RECURSIVE);
    assertThat(options.isBind()).isFalse();
    assertThat(options.isReadOnly()).isTrue();
  }

  @Test
  void theLastOfTwoThatContradictCounts() {
    MountOptions options = MountOptions.parse(List.of("rbind", "ro", "rw"));
    assertThat(options.isReadOnly()).isFalse();
    assertThat(options.isRecursiveBind()).isTrue();
    assertThat(options.bindAttributes())
        .isEqualTo(MountAttributes.of(0, MountAttributes.READ_ONLY));
  }

  @Test
  void aBindMountWithoutOptionsKeepsThoseOfItsSource() {
    assertThat(MountOptions.parse(List.of("bind")).bindAttributes().isEmpty()).isTrue();
  }

  @Test
  void accessTimeModesReplaceEachOther() {
    assertThat(MountOptions.parse(List.of("bind", "noatime")).bindAttributes())
        .isEqualTo(MountAttributes.of(MountAttributes.NO_ATIME, MountAttributes.ATIME_MODE));
    assertThat(MountOptions.parse(List.of("rbind", "rnoatime", "rrelatime")).recursive())
        .isEqualTo(MountAttributes.of(0, MountAttributes.ATIME_MODE));
  }

  @Test
  void everyNameThatFeaturesListsIsKnown() {
    assertThat(MountOptionNames.all())
        .isNotEmpty()
        .allSatisfy(name -> assertThat(MountFlag.find(name)).isNotInstanceOf(MountFlag.Data.class));
  }
}
