package dev.stevedore.runc.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.runtime.SeccompAction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class UnknownCallsTest {
  private static final int X86_64 = 0xc000003e;
  private static final int I386 = 0x40000003;
  private static final int ENOSYS = 0x00050026;
  private static final int EPERM =
      SeccompNumbers.action(SeccompAction.SCMP_ACT_ERRNO, OptionalLong.empty());

  /** "return 7": stands for the filter that follows. */
  private static final byte[] FILTER = {6, 0, 0, 0, 7, 0, 0, 0};

  @Test
  void aCallNewerThanTheProfileIsNotThere() {
    byte[] program = UnknownCalls.prefix(EPERM, 400, FILTER);
    assertThat(run(program, X86_64, 401)).isEqualTo(ENOSYS);
    assertThat(run(program, X86_64, 400)).isEqualTo(7);
    assertThat(run(program, X86_64, 0x40000000 | 500)).isEqualTo(7);
    assertThat(run(program, I386, 500)).isEqualTo(7);
  }

  @Test
  void aProfileThatAllowsByDefaultStaysAsItIs() {
    int allow = SeccompNumbers.action(SeccompAction.SCMP_ACT_ALLOW, OptionalLong.empty());
    assertThat(UnknownCalls.prefix(allow, 400, FILTER)).isSameAs(FILTER);
  }

  @Test
  void numbersOfActionsAndFlags() {
    assertThat(EPERM).isEqualTo(0x00050001);
    assertThat(SeccompNumbers.action(SeccompAction.SCMP_ACT_TRACE, OptionalLong.of(5)))
        .isEqualTo(0x7ff00005);
    assertThat(SeccompNumbers.flags(List.of("SECCOMP_FILTER_FLAG_LOG"))).isEqualTo(2);
  }

  /** A classic BPF machine of the instructions that the prefix uses. */
  private static int run(byte[] program, int arch, int number) {
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    int a = 0;
    for (int pc = 0; ; pc++) {
      int constant = code.getInt(pc * 8 + 4);
      boolean holds;
      switch (code.getShort(pc * 8)) {
        case 0x20 -> {
          a = constant == 4 ? arch : number;
          continue;
        }
        case 0x06 -> {
          return constant;
        }
        case 0x15 -> holds = a == constant;
        case 0x25 -> holds = Integer.compareUnsigned(a, constant) > 0;
        case 0x35 -> holds = Integer.compareUnsigned(a, constant) >= 0;
        default -> throw new AssertionError("instruction " + pc);
      }
      pc += code.get(pc * 8 + (holds ? 2 : 3));
    }
  }
}
