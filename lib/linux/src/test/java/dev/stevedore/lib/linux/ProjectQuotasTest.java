package dev.stevedore.lib.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectQuotasTest {
  @Test
  void aLimitIsWrittenInBlocksWithTheBitsThatMakeItCount() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(DiskQuota.SIZE, 8);
      new DiskQuota(77, 10 << 20, 0, 0).write(block);
      byte[] bytes = block.asSlice(0, 24).toArray(ValueLayout.JAVA_BYTE);
      assertThat(bytes)
          .containsExactly(
              // version, flags, which fields, project, hard limit, soft limit: 20480 blocks =
              // 0x5000
              1, 2, 12, 0, 77, 0, 0, 0, 0, 0x50, 0, 0, 0, 0, 0, 0, 0, 0x50, 0, 0, 0, 0, 0, 0);
      assertThat(DiskQuota.read(block)).isEqualTo(new DiskQuota(77, 10 << 20, 0, 0));
    }
  }

  @Test
  void aLimitOfLessThanABlockIsALimit() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment block = arena.allocate(DiskQuota.SIZE, 8);
      new DiskQuota(1, 1, 0, 0).write(block);
      assertThat(DiskQuota.read(block).limit()).isEqualTo(512);
    }
  }

  @Test
  void aProjectWithFilesOrWithALimitIsNotFree() {
    assertThat(new DiskQuota(1, 0, 0, 0).isFree()).isTrue();
    assertThat(new DiskQuota(1, 512, 0, 0).isFree()).isFalse();
    assertThat(new DiskQuota(1, 0, 0, 1).isFree()).isFalse();
  }

  @Test
  void idsAreOnesThatNobodyHasAndNotThoseOfAdmins() throws LinuxException {
    ProjectIds ids = new ProjectIds(new Random(1));
    Set<Integer> refused = new HashSet<>();
    int id = ids.next(candidate -> !refused.add(candidate) || refused.size() > 3);
    assertThat(refused).hasSize(4).contains(id).allMatch(it -> it >= 1 << 20);
  }

  @Test
  void whereTheFileSystemHasNoQuotasNothingIsLimited(@TempDir Path scratch) throws LinuxException {
    try (Fd directory = Directory.open(scratch.toString())) {
      assumeFalse(ProjectQuotas.areEnforced(directory), "this file system has project quotas");
      ProjectQuotas.lift(directory);
      assertThat(ProjectQuotas.limitOf(directory)).isZero();
    }
  }
}
