package dev.stevedore.runc.cgroup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Runs the programs on a small eBPF machine of the instructions that they use. */
class DeviceProgramTest {
  private static final int BLOCK = 1;
  private static final int CHARACTER = 2;
  private static final int MKNOD = 1;
  private static final int READ = 2;
  private static final int WRITE = 4;

  @Test
  void theLastRuleThatMatchesWins() {
    byte[] program =
        DeviceProgram.of(
            List.of(
                rule(false, "", -1, -1, "rwm"),
                rule(true, "c", 10, -1, "rw"),
                rule(false, "c", 10, 3, "w")));
    assertThat(run(program, CHARACTER, READ, 10, 3)).isTrue();
    assertThat(run(program, CHARACTER, READ | WRITE, 10, 3)).isFalse();
    assertThat(run(program, CHARACTER, READ | WRITE, 10, 4)).isTrue();
    assertThat(run(program, CHARACTER, MKNOD, 10, 4)).isFalse();
    assertThat(run(program, BLOCK, READ, 10, 4)).isFalse();
    assertThat(run(program, CHARACTER, READ, 11, 4)).isFalse();
  }

  @Test
  void whatNoRuleMatchesIsDenied() {
    byte[] program = DeviceProgram.of(List.of(rule(true, "b", 8, 0, "rwm")));
    assertThat(run(program, BLOCK, READ, 8, 0)).isTrue();
    assertThat(run(program, BLOCK, READ, 8, 1)).isFalse();
  }

  @Test
  void everyContainerHasNullAndTerminals() {
    byte[] program = DeviceProgram.of(DeviceRules.effective(List.of()));
    assertThat(run(program, CHARACTER, READ | WRITE, 1, 3)).isTrue();
    assertThat(run(program, CHARACTER, READ | WRITE, 136, 12)).isTrue();
    assertThat(run(program, BLOCK, MKNOD, 8, 0)).isTrue();
    assertThat(run(program, BLOCK, READ, 8, 0)).isFalse();
  }

  @Test
  void hasNoInstructionThatIsNeverReached() {
    byte[] program = DeviceProgram.of(List.of(rule(true, "a", -1, -1, "rwm")));
    assertThat(run(program, BLOCK, READ, 8, 0)).isTrue();
    assertThat(program.length / 8).isEqualTo(6 + 2);
  }

  private static DeviceRule rule(
      boolean allow, String type, long major, long minor, String access) {
    return new DeviceRule(allow, type, number(major), number(minor), access);
  }

  private static OptionalLong number(long number) {
    return number < 0 ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static boolean run(byte[] program, int type, int access, int major, int minor) {
    int[] context = {access << 16 | type, major, minor};
    long[] registers = new long[10];
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    for (int pc = 0; ; pc++) {
      int opcode = code.get(pc * 8) & 0xff;
      int target = code.get(pc * 8 + 1) & 0xf;
      int source = code.get(pc * 8 + 1) >> 4 & 0xf;
      int offset = code.getShort(pc * 8 + 2);
      int constant = code.getInt(pc * 8 + 4);
      switch (opcode) {
        case 0x61 -> registers[target] = context[offset / 4];
        case 0x54 -> registers[target] &= constant;
        case 0x74 -> registers[target] >>>= constant;
        case 0xbc -> registers[target] = registers[source];
        case 0xb4 -> registers[target] = constant;
        case 0x05 -> pc += offset;
        case 0x55 -> pc += registers[target] != constant ? offset : 0;
        case 0x5d -> pc += registers[target] != registers[source] ? offset : 0;
        case 0x45 -> pc += (registers[target] & constant) != 0 ? offset : 0;
        case 0x95 -> {
          return registers[0] == 1;
        }
        default -> throw new AssertionError("opcode " + Integer.toHexString(opcode));
      }
    }
  }
}
