package dev.stevedore.runc.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SeccompCacheTest {
  private static final byte[] RULES = {1, 2, 3};
  private static final byte[] FILTER = {9, 8, 7, 6};

  @Test
  void givesBackTheFilterOfTheSameRules() {
    byte[] content = SeccompCache.pack(RULES, FILTER);
    assertThat(SeccompCache.unpack(content, RULES)).hasValue(FILTER);
  }

  @Test
  void aFilterOfOtherRulesOrHalfAFileIsNone() {
    byte[] content = SeccompCache.pack(RULES, FILTER);
    assertThat(SeccompCache.unpack(content, new byte[] {1, 2, 4})).isEmpty();
    assertThat(SeccompCache.unpack(content, new byte[] {1, 2})).isEmpty();
    for (int length = 0; length < content.length; length++) {
      assertThat(SeccompCache.unpack(Arrays.copyOf(content, length), RULES)).isEmpty();
    }
    assertThat(SeccompCache.unpack(Arrays.copyOf(content, content.length + 1), RULES)).isEmpty();
  }
}
