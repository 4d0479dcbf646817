package dev.stevedore.runc.cgroup;

import dev.stevedore.lib.oci.runtime.resources.DeviceRule;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The eBPF program that holds device rules in cgroup v2 (bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE).
 *
 * <p>The kernel gives it a pointer to
 *
 * <pre>
 *   struct bpf_cgroup_dev_ctx { u32 access_type; u32 major; u32 minor; }
 *   access_type = (mknod 1 | read 2 | write 4) &lt;&lt; 16 | (block 1 | char 2)
 * </pre>
 *
 * and it answers in r0 with 1 for "may" or 0. The rules are looked at from the last to the first,
 * since the last that matches wins; each becomes
 *
 * <pre>
 *   if r2 (type)     != T            goto next
 *   r1 = r3 (access); r1 &amp;= ALLOWED
 *   if r1            != r3           goto next    (asked for more than the rule is about)
 *   if r4 (major)    != M            goto next
 *   if r5 (minor)    != N            goto next
 *   r0 = allow; exit
 *   next:
 * </pre>
 */
final class DeviceProgram {
  private static final int LOAD_WORD = 0x61;
  private static final int AND_32_CONSTANT = 0x54;
  private static final int RIGHT_SHIFT_32_CONSTANT = 0x74;
  private static final int MOVE_32_REGISTER = 0xbc;
  private static final int MOVE_32_CONSTANT = 0xb4;
  private static final int JUMP_IF_NOT_EQUAL_CONSTANT = 0x55;
  private static final int JUMP_IF_NOT_EQUAL_REGISTER = 0x5d;
  private static final int JUMP_IF_SET = 0x45;
  private static final int EXIT = 0x95;

  private static final int BLOCK = 1;
  private static final int CHARACTER = 2;
  private static final int MKNOD = 1;
  private static final int READ = 2;
  private static final int WRITE = 4;
  private static final int ALL = MKNOD | READ | WRITE;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();

  private DeviceProgram() {}

  /** Its instructions, 8 bytes each. */
  static byte[] of(List<DeviceRule> rules) {
    DeviceProgram program = new DeviceProgram();
    program.loadContext();
    boolean isDecided = false;
    for (DeviceRule rule : rules.reversed()) {
      // The kernel refuses programs with instructions that are never reached.
      if (!isDecided) {
        program.rule(rule);
        isDecided = DeviceRules.isForAll(rule);
      }
    }
    if (!isDecided) {
      program.answer(false);
    }
    return program.code.toByteArray();
  }

  private void loadContext() {
    emit(LOAD_WORD, 2, 1, 0, 0);
    emit(AND_32_CONSTANT, 2, 0, 0, 0xffff);
    emit(LOAD_WORD, 3, 1, 0, 0);
    emit(RIGHT_SHIFT_32_CONSTANT, 3, 0, 0, 16);
    emit(LOAD_WORD, 4, 1, 4, 0);
    emit(LOAD_WORD, 5, 1, 8, 0);
  }

  private void rule(DeviceRule rule) {
    List<int[]> conditions = new ArrayList<>();
    int type = type(rule.type());
    if (type != 0) {
      conditions.add(new int[] {JUMP_IF_NOT_EQUAL_CONSTANT, 2, 0, type});
    }
    int access = access(DeviceRules.access(rule));
    if (access != ALL && rule.allow()) {
      conditions.add(new int[] {MOVE_32_REGISTER, 1, 3, 0});
      conditions.add(new int[] {AND_32_CONSTANT, 1, 0, access});
      conditions.add(new int[] {JUMP_IF_NOT_EQUAL_REGISTER, 1, 3, 0});
    }
    number(rule.major(), 4, conditions);
    number(rule.minor(), 5, conditions);
    boolean deniesSome = access != ALL && !rule.allow();
    int size = conditions.size() + (deniesSome ? 2 : 0);
    for (int i = 0; i < conditions.size(); i++) {
      int[] c = conditions.get(i);
      boolean jumps = (c[0] & 7) == 5;
      // Over the conditions that are left, and over the answer's two instructions.
      emit(c[0], c[1], c[2], jumps ? size - i - 1 + 2 : 0, c[3]);
    }
    if (deniesSome) {
      // Denied as soon as one of the accesses is asked for.
      emit(JUMP_IF_SET, 3, 0, 1, access);
      emit(0x05, 0, 0, 2, 0);
    }
    answer(rule.allow());
  }

  private static void number(OptionalLong number, int register, List<int[]> conditions) {
    if (!DeviceRules.isAny(number)) {
      conditions.add(new int[] {JUMP_IF_NOT_EQUAL_CONSTANT, register, 0, (int) number.getAsLong()});
    }
  }

  private void answer(boolean allow) {
    emit(MOVE_32_CONSTANT, 0, 0, 0, allow ? 1 : 0);
    emit(EXIT, 0, 0, 0, 0);
  }

  private void emit(int opcode, int target, int source, int offset, int constant) {
    code.write(opcode);
    code.write(target | source << 4);
    code.write(offset);
    code.write(offset >> 8);
    for (int shift = 0; shift < 32; shift += 8) {
      code.write(constant >> shift);
    }
  }

  private static int type(String type) {
    return switch (type) {
      case "b" -> BLOCK;
      case "c", "u" -> CHARACTER;
      default -> 0;
    };
  }

  private static int access(String letters) {
    return (letters.contains("m") ? MKNOD : 0)
        | (letters.contains("r") ? READ : 0)
        | (letters.contains("w") ? WRITE : 0);
  }
}
